"""What a step is called, in marks and to the person who watches."""

from experiments.method.steps import (
    Ask,
    Clear,
    Deploy,
    FlagOn,
    Guard,
    Inject,
    InOrder,
    Limit,
    Outside,
    RollBack,
    Sampling,
    Scale,
    Step,
    Work,
)


def kind_of(step: Step) -> str:
    """Its class, in small letters."""
    return type(step).__name__.lower()


def about(step: Step) -> str:
    """What it is done to."""
    match step:
        case Inject(fault):
            return f"{fault.name} {fault.feature}"
        case Clear(feature) | FlagOn(feature) | Scale(feature, _) | Guard(feature, _):
            return feature
        case Limit() | Work() | Sampling():
            return _amount(step)
        case Deploy() | InOrder():
            return step.release.name
        case RollBack(_, name) | Ask(name, _):
            return name
        case Outside(behaviour):
            return ", ".join(f"{name} {value:g}" for name, value in behaviour.items())
    return ""


def _amount(step: Limit | Work | Sampling) -> str:
    match step:
        case Limit(feature, cores):
            return f"{feature} {cores:g} cores"
        case Work(feature, _, ms):
            return f"{feature} {ms:g} ms"
        case Sampling(percent):
            return f"{percent}%"


def describe(step: Step) -> str:
    """For the person who watches."""
    return f"{kind_of(step)} {about(step)}".rstrip()
