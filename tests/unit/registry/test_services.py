import pytest

from webapp.core.problems import Problem
from webapp.registry import selectors, services
from webapp.registry.models import IndexVersion, ModelVersion, Promotion

pytestmark = pytest.mark.django_db


def model(version):
    return services.model_register(
        kind="embedder", folder=f"/models/{version}", manifest={"v": version}, version=version
    )


def index(version, of):
    return services.index_register(
        folder=f"/indexes/{version}", manifest={}, version=version, count=3, model=of
    )


def live():
    return (selectors.model_live("embedder"), selectors.index_live())


def test_registering_twice_is_one_version():
    assert model("m1") == model("m1")
    assert index("i1", model("m1")) == index("i1", model("m1"))
    assert live() == (None, None)


def test_the_first_index_makes_its_model_live():
    m1 = model("m1")
    i1 = index("i1", m1)
    services.index_publish(index=i1, expected=None)
    assert live() == (m1, i1)


def test_a_newer_generation_takes_over():
    m1 = model("m1")
    i1, i2 = index("i1", m1), index("i2", m1)
    services.index_publish(index=i1, expected=None)
    services.index_publish(index=i2, expected=i1)
    assert live() == (m1, i2)
    assert IndexVersion.objects.filter(is_live=True).count() == 1


def test_who_saw_an_older_state_is_told_so():
    m1 = model("m1")
    i1, i2, i3 = index("i1", m1), index("i2", m1), index("i3", m1)
    services.index_publish(index=i1, expected=None)
    services.index_publish(index=i2, expected=i1)
    for expected in (i1, None):
        with pytest.raises(Problem) as refused:
            services.index_publish(index=i3, expected=expected)
        assert refused.value.status == 409
    assert live() == (m1, i2)


def test_an_index_of_a_model_that_does_not_serve_is_not_published():
    m1, m2 = model("m1"), model("m2")
    services.index_publish(index=index("i1", m1), expected=None)
    with pytest.raises(Problem):
        services.index_publish(index=index("i2", m2), expected=selectors.index_live())


def test_model_and_index_are_promoted_together_with_who_and_why(django_user_model):
    by = django_user_model.objects.create_user("boss", "b@example.org", "x")
    m1, m2 = model("m1"), model("m2")
    i1, i2 = index("i1", m1), index("i2", m2)
    services.index_publish(index=i1, expected=None)
    services.promote(model=m2, index=i2, by=by, expected=i1, reason="better recall")
    assert live() == (m2, i2)
    assert ModelVersion.objects.filter(is_live=True).count() == 1
    row = Promotion.objects.first()
    assert (row.action, row.by, row.reason) == ("promote", by, "better recall")
    assert (row.previous_model, row.previous_index) == (m1, i1)


def test_an_index_of_another_model_cannot_be_promoted_with_it():
    m1, m2 = model("m1"), model("m2")
    with pytest.raises(ValueError, match="another model"):
        services.promote(model=m2, index=index("i1", m1), by=None, expected=None)


def test_a_rollback_returns_to_what_served_before():
    m1, m2 = model("m1"), model("m2")
    i1, i2 = index("i1", m1), index("i2", m2)
    services.index_publish(index=i1, expected=None)
    services.promote(model=m2, index=i2, by=None, expected=i1)
    services.rollback(by=None, expected=i2)
    assert live() == (m1, i1)


def test_without_an_earlier_version_there_is_no_rollback():
    i1 = index("i1", model("m1"))
    services.index_publish(index=i1, expected=None)
    with pytest.raises(Problem) as refused:
        services.rollback(by=None, expected=i1)
    assert refused.value.status == 409
