"""What belongs to the person: kept at once, in a file of their own, under the policy."""

import json
from pathlib import Path

from dscp_desktop.app.own_settings import OwnSettings, open_own_settings, sample_place


def test_values_are_kept_and_read_again(tmp_path: Path) -> None:
    own = OwnSettings(tmp_path / "a")
    assert own.get("theme", "system") == "system"
    own.put("theme", "dark")
    own.put("theme", "dark")
    assert OwnSettings(tmp_path / "a").get("theme") == "dark"


def test_the_policy_overrides_and_locks(tmp_path: Path) -> None:
    first, second = tmp_path / "one.json", tmp_path / "two.json"
    first.write_text(json.dumps({"theme": "light", "text_size": 1.5}))
    second.write_text(json.dumps({"theme": "dark"}))
    own = OwnSettings(tmp_path, (first, second, tmp_path / "missing.json"))
    own.put("theme", "light")
    assert (own.get("theme"), own.locked("theme"), own.locked("window")) == ("dark", True, False)
    assert own.get("text_size") == 1.5


def test_a_damaged_file_counts_as_empty(tmp_path: Path) -> None:
    (tmp_path / "settings.json").write_text("{")
    assert OwnSettings(tmp_path).get("theme") is None
    (tmp_path / "settings.json").write_text("[1]")
    assert OwnSettings(tmp_path).get("theme") is None


def test_a_folder_that_cannot_be_written_is_borne(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    own = OwnSettings(tmp_path / "file")
    own.put("theme", "dark")
    assert own.get("theme") == "dark"


def test_splitters_are_a_mapping_that_stays(tmp_path: Path) -> None:
    part = OwnSettings(tmp_path).part("splitters")
    part["actions"] = 630
    part["today"] = 700
    del part["today"]
    again = OwnSettings(tmp_path).part("splitters")
    assert dict(again) == {"actions": 630}
    assert len(again) == 1


def test_people_who_were_here(tmp_path: Path) -> None:
    own = OwnSettings(tmp_path)
    own.remember_person("a", "Ann", "2023-10-18T16:52:00")
    own.remember_person("a", "Ben", "2023-10-19T08:00:00")
    assert own.people_seen("a") == {"Ann": "2023-10-18T16:52:00", "Ben": "2023-10-19T08:00:00"}
    assert own.people_seen("b") == {}


def test_it_lies_in_the_persons_own_folder(monkeypatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "c"))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "d"))
    own = open_own_settings()
    assert isinstance(own, OwnSettings)
    assert sample_place().name == "sample.dscp"
