"""What an admin chooses for a run: data, preset, a few options, each explained."""

from pathlib import Path
from typing import Any, cast

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.widgets import UnfoldAdminSelectWidget

from webapp.registry.kinds import label_of

from . import data as sets
from . import presets, selectors
from .contracts import Data, What
from .models import Plan
from .services import Wish


class RunForm(forms.Form):
    """Bound to the kind it is made for: presets and sizes are that kind's."""

    source = forms.ChoiceField(
        label=gettext_lazy("Learn from"),
        widget=forms.RadioSelect,
        initial="catalogue",
    )
    upload = forms.FileField(
        label=gettext_lazy("Zip file"),
        required=False,
        help_text=gettext_lazy(
            "With styles.csv (id, articleType, baseColour, usage, gender) and images/<id>.jpg. It "
            "is checked as imports are."
        ),
    )
    count = forms.IntegerField(
        label=gettext_lazy("How many drawings"),
        required=False,
        min_value=100,
        max_value=sets.MOST_DRAWINGS,
        initial=sets.DRAWINGS,
    )
    phone = forms.BooleanField(
        label=gettext_lazy("Learn from people's photos too"),
        required=False,
        help_text=gettext_lazy(
            "The server has a set of them. They teach the model what things look like when worn."
        ),
    )
    preset = forms.ChoiceField(label=gettext_lazy("How thorough"), widget=forms.RadioSelect)
    start = forms.ChoiceField(
        label=gettext_lazy("Start from"),
        widget=forms.RadioSelect,
        help_text=gettext_lazy(
            "What serves now has learnt much already: going on from there takes minutes instead of "
            "hours. From scratch only when the result should not depend on it."
        ),
    )
    minutes = forms.FloatField(
        label=gettext_lazy("Minutes of training"),
        required=False,
        min_value=1,
        max_value=presets.MOST_MINUTES,
        help_text=gettext_lazy(
            "Empty: what is usual for the choice above. Longer is better up to a point that the "
            "curves show: they flatten."
        ),
    )
    size = forms.TypedChoiceField(
        label=gettext_lazy("Size of the pictures"),
        required=False,
        coerce=int,
        empty_value=None,
        help_text=gettext_lazy("Larger ones show more and take longer, by their area."),
    )
    seed = forms.IntegerField(
        label=gettext_lazy("Seed"),
        required=False,
        min_value=0,
        max_value=2**31 - 1,
        initial=0,
        help_text=gettext_lazy("The same seed repeats a run; another one tells how much was luck."),
    )
    nominate = forms.BooleanField(
        label=gettext_lazy("Make it the candidate when it is done"),
        required=False,
        help_text=gettext_lazy(
            "A candidate can be compared and tried unseen. It never serves by itself."
        ),
    )

    def __init__(self, kind: str, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind = kind
        known = presets.trainable(kind)
        source: Any = self.fields["source"]
        source.choices = _data_choices()
        preset: Any = self.fields["preset"]
        preset.choices = [(p.name, p.label) for p in known.presets]
        preset.initial = known.presets[0].name
        self._choose_start(kind)
        if known.sizes:
            size: Any = self.fields["size"]
            size.choices = [("", _("as usual")), *((s, f"{s} px") for s in known.sizes)]
        else:
            del self.fields["size"]
        if not (known.phone and sets.has_phone()):
            del self.fields["phone"]
        for name in ("upload", "count", "minutes", "size", "seed"):
            if name in self.fields:
                self.fields[name].widget.attrs["class"] = "admin-input"

    def _choose_start(self, kind: str) -> None:
        field: Any = self.fields["start"]
        champion = selectors.champion(kind)
        choices = [("scratch", _("scratch"))]
        if champion is not None:
            words = _("the model that serves now (%(version)s)") % {"version": champion.version}
            choices.insert(0, ("champion", words))
        field.choices = choices
        field.initial = choices[0][0]

    def clean_upload(self) -> UploadedFile | None:
        file: UploadedFile | None = self.cleaned_data["upload"]
        if file and Path(file.name or "").suffix.lower() != ".zip":
            raise forms.ValidationError(_("Choose a zip file."))
        return file

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("source") == "upload" and not cleaned.get("upload") and not self.errors:
            self.add_error("upload", _("Choose a zip file."))
        return cleaned

    def wish(self, *, is_dry_run: bool) -> Wish:
        """Of a valid form; without the upload, which an estimate does not need."""
        value = self.cleaned_data
        what, _colon, name = value["source"].partition(":")
        return Wish(
            kind=self.kind,
            preset=value["preset"],
            data=Data(
                what=cast(What, what),
                name=name,
                count=(value.get("count") or 0) if what == "sample" else 0,
                phone=bool(value.get("phone")),
            ),
            minutes=value["minutes"],
            start=value["start"],
            size=value.get("size"),
            seed=value["seed"] or 0,
            nominate=value["nominate"],
            is_dry_run=is_dry_run,
            upload=value["upload"] if what == "upload" else None,
        )

    @property
    def presets(self) -> tuple[presets.Preset, ...]:
        return presets.trainable(self.kind).presets


def _data_choices() -> list[tuple[str, str]]:
    everything = sets.count(Data())
    words = _("The catalogue as it is now (%(n)s pictures)") % {"n": sets.whole(everything)}
    found = [("catalogue", words)]
    sources = sets.sources()
    if len(sources) > 1:
        found += [
            (
                f"source:{each.name}",
                _("Only what was imported as “%(name)s” (%(n)s pictures)")
                % {"name": each.name, "n": sets.whole(each.count)},
            )
            for each in sources
        ]
    return [
        *found,
        ("upload", _("A zip file from this computer")),
        ("sample", _("The project's own drawings")),
    ]


class PlanForm(forms.ModelForm):
    """A schedule; kinds and presets by their names in words."""

    class Meta:
        model = Plan
        fields = ["is_on", "weekday", "hour", "kind", "preset", "minutes", "nominate"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "kind" in self.fields:
            kinds = [(name, label_of(name)) for name in presets.TRAINABLE]
            self.fields["kind"] = forms.ChoiceField(
                label=_("Kind"), choices=kinds, widget=UnfoldAdminSelectWidget
            )
            names = {p.name: p.label for each in presets.TRAINABLE.values() for p in each.presets}
            choices = [("", _("the kind's usual one")), *names.items()]
            self.fields["preset"] = forms.ChoiceField(
                label=_("How thorough"),
                choices=choices,
                required=False,
                widget=UnfoldAdminSelectWidget,
            )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        kind, preset = cleaned.get("kind"), cleaned.get("preset")
        if kind and preset:
            try:
                presets.preset_of(kind, preset)
            except KeyError:
                self.add_error("preset", _("This kind of model has no such preset."))
        return cleaned
