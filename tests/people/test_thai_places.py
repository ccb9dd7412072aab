"""The provinces are all there, and each has a region."""

from collections import Counter

import pytest
from django.utils import translation

from people.thai import Region, province_name, provinces


def test_the_provinces_are_seventy_seven_in_the_order_of_their_codes():
    codes = [province.code for province in provinces()]

    assert len(codes) == 77
    assert codes == sorted(set(codes))


def test_names_are_told_apart_in_both_languages():
    assert len({province.name_th for province in provinces()}) == 77
    assert len({province.name_en for province in provinces()}) == 77


def test_every_region_has_its_provinces():
    regions = Counter(province.region for province in provinces())

    assert regions == {
        Region.NORTH: 17,
        Region.NORTHEAST: 20,
        Region.CENTRAL: 14,
        Region.EAST_BANGKOK: 12,
        Region.SOUTH: 14,
    }


def test_a_province_is_found_by_its_code():
    by_code = {province.code: province for province in provinces()}

    assert (by_code["50"].name_th, by_code["50"].region) == ("เชียงใหม่", Region.NORTH)
    assert (by_code["12"].name_th, by_code["12"].region) == ("นนทบุรี", Region.EAST_BANGKOK)
    assert (by_code["16"].name_en, by_code["16"].region) == ("Lop Buri", Region.CENTRAL)


@pytest.mark.parametrize(
    ("language", "name", "shown"),
    [("th", "ลำปาง", "ลำปาง"), ("en", "ลำปาง", "Lampang"), ("en", "เมืองสมมุติ", "เมืองสมมุติ"), ("en", "", "")],
)
def test_a_province_is_named_in_the_readers_language(language, name, shown):
    with translation.override(language):
        assert province_name(name) == shown
