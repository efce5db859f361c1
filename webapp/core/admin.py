"""Accounts in the admin."""

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.utils.translation import gettext_lazy as _
from unfold.admin import ModelAdmin
from unfold.forms import AdminPasswordChangeForm, UserChangeForm, UserCreationForm

from .models import User


@admin.register(User)
class UserAdmin(DjangoUserAdmin, ModelAdmin):
    form = UserChangeForm
    add_form = UserCreationForm
    change_password_form = AdminPasswordChangeForm
    list_display = ["username", "email", "role", "is_staff", "last_login"]
    list_filter = ["role", "is_staff", "is_active"]
    fieldsets = [*(DjangoUserAdmin.fieldsets or []), (_("Role"), {"fields": ["role"]})]
    add_fieldsets = [
        (None, {"fields": ["username", "email", "role", "password1", "password2"]}),
    ]
