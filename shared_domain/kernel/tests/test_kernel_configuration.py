from dataclasses import dataclass

import pytest

from shared_domain.kernel.config import ConfigError, read_config


@dataclass(frozen=True)
class Config:
    database_url: str
    pool_size: int


ENVIRONMENT = {"CLEAVE_DATABASE_URL": "postgresql://", "CLEAVE_POOL_SIZE": "8", "PATH": "/bin"}


def test_the_environment_fills_the_configuration() -> None:
    assert read_config(Config, ENVIRONMENT) == Config("postgresql://", 8)


@pytest.mark.parametrize("name", ["CLEAVE_DATABASE_URL", "CLEAVE_POOL_SIZE"])
def test_a_missing_variable_is_named(name: str) -> None:
    without = {key: value for key, value in ENVIRONMENT.items() if key != name}
    with pytest.raises(ConfigError, match=f"^{name} is not set$"):
        read_config(Config, without)


@pytest.mark.parametrize("text", ["", "eight", "8.0", "0x8"])
def test_a_variable_that_is_no_number_is_named_with_its_value(text: str) -> None:
    with pytest.raises(ConfigError) as failure:
        read_config(Config, {**ENVIRONMENT, "CLEAVE_POOL_SIZE": text})
    assert str(failure.value) == f"CLEAVE_POOL_SIZE must be a whole number, not {text!r}"


@dataclass(frozen=True)
class Whole:
    replica: str
    config: Config


def test_a_configuration_within_another_is_filled_likewise() -> None:
    told = {**ENVIRONMENT, "CLEAVE_REPLICA": "some-1"}
    assert read_config(Whole, told) == Whole("some-1", Config("postgresql://", 8))
    del told["CLEAVE_POOL_SIZE"]
    with pytest.raises(ConfigError, match="CLEAVE_POOL_SIZE is not set"):
        read_config(Whole, told)
