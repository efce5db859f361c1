"""What a designer says of a campaign, what a shopper chooses, what somebody reports."""

from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from django import forms
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from webapp.catalog.models import Category

from .models import MOST_PIECES, Campaign, Report
from .services import MOST_DAYS

DAYS = 30
"""A campaign's length unless its designer chooses another."""
MOST_GOAL = 100_000
MOST_SIZES = 20
ONE_SIZE = gettext_lazy("One size")
SIZES = {
    "Shoes": "36, 37, 38, 39, 40, 41, 42, 43, 44",
    "Tops": "XS, S, M, L, XL",
    "Outerwear": "XS, S, M, L, XL",
    "Dresses": "XS, S, M, L, XL",
    "Bottoms": "XS, S, M, L, XL",
    "Innerwear & sleep": "XS, S, M, L, XL",
}
"""What to offer, by the department that a category belongs to; else one size."""


class CampaignForm(forms.Form):
    """``values()`` are the arguments of campaign_create and campaign_update."""

    title = forms.CharField(label=gettext_lazy("Title"), max_length=80)
    story = forms.CharField(
        label=gettext_lazy("Story"),
        max_length=4000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=gettext_lazy("Who is it for, what is it made of, why does it not exist yet?"),
    )
    goal = forms.IntegerField(
        label=gettext_lazy("Goal"),
        min_value=1,
        max_value=MOST_GOAL,
        initial=50,
        help_text=gettext_lazy("Pieces that must be wanted before it is made. All or nothing."),
    )
    price = forms.DecimalField(
        label=gettext_lazy("Price of a piece"),
        min_value=Decimal("0.01"),
        max_digits=8,
        decimal_places=2,
    )
    sizes = forms.CharField(
        label=gettext_lazy("Sizes"),
        max_length=300,
        help_text=gettext_lazy("Separated by commas."),
    )
    ends_on = forms.DateField(
        label=gettext_lazy("Last day"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=gettext_lazy("Pledges are taken until the end of this day."),
    )
    shows_film = forms.BooleanField(
        label=gettext_lazy("Show how the model learnt"), required=False, initial=True
    )
    shows_lineage = forms.BooleanField(
        label=gettext_lazy("Show what the design was made from"), required=False, initial=True
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["price"].label = _("Price of a piece, in %(currency)s") % {
            "currency": settings.CURRENCY
        }
        first, last = _days()
        self.fields["ends_on"].widget.attrs |= {"min": first, "max": last}

    def clean_sizes(self) -> list[str]:
        labels = [label.strip() for label in self.cleaned_data["sizes"].split(",")]
        labels = list(dict.fromkeys(label for label in labels if label))
        if not labels:
            raise forms.ValidationError(_("Name at least one size."))
        if len(labels) > MOST_SIZES or any(len(label) > 20 for label in labels):
            raise forms.ValidationError(
                _("At most %(most)d sizes of at most 20 characters each.") % {"most": MOST_SIZES}
            )
        return labels

    def clean_ends_on(self) -> date:
        day: date = self.cleaned_data["ends_on"]
        first, last = _days()
        if not first <= day <= last:
            raise forms.ValidationError(
                _("Choose a day from tomorrow to %(days)d days from now.") % {"days": MOST_DAYS}
            )
        return day

    def values(self) -> dict[str, Any]:
        values = dict(self.cleaned_data)
        values["ends_at"] = end_of(values.pop("ends_on"))
        return values


class PledgeForm(forms.Form):
    size = forms.ChoiceField(label=gettext_lazy("Size"), widget=forms.RadioSelect)
    quantity = forms.IntegerField(
        label=gettext_lazy("Pieces"), min_value=1, max_value=MOST_PIECES, initial=1
    )

    def __init__(self, campaign: Campaign, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["size"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(label, label) for label in campaign.sizes]
        if len(campaign.sizes) == 1:
            field.initial = campaign.sizes[0]


class ReportForm(forms.Form):
    reason = forms.ChoiceField(
        label=gettext_lazy("What is wrong?"), choices=Report.Reason, widget=forms.RadioSelect
    )
    words = forms.CharField(
        label=gettext_lazy("In your own words"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


def end_of(day: date) -> datetime:
    """The last moment of a day, in the site's time zone."""
    return timezone.make_aware(datetime.combine(day, time(23, 59, 59)))


def sizes_for(category: str) -> str:
    """What to offer for a category, as the form writes it."""
    known = Category.objects.filter(name=category).first()
    return SIZES.get(known.group, str(ONE_SIZE)) if known else str(ONE_SIZE)


def default_end() -> date:
    return timezone.localdate() + timedelta(days=DAYS)


def _days() -> tuple[date, date]:
    """The first and the last day on which a campaign may end."""
    today = timezone.localdate()
    return today + timedelta(days=1), today + timedelta(days=MOST_DAYS)
