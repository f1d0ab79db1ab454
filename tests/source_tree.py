"""Reads the project's own source: what imports what, and how long things are."""

import ast
import subprocess
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ("contract", "desktop", "server", "resources", "benchmarks", "tests")


@dataclass(frozen=True, slots=True)
class Module:
    """One source file under the name by which others import it."""

    name: str
    path: Path
    source: str

    @property
    def tree(self) -> ast.Module:
        return ast.parse(self.source, str(self.path))


def modules(*packages: str) -> list[Module]:
    """The modules of these packages that git knows or would take in."""
    return [
        Module(_module_name(path), path, (ROOT / path).read_text(encoding="utf-8"))
        for path in project_files()
        if path.suffix == ".py" and path.parts[0] in packages
    ]


def project_files() -> list[Path]:
    """What the project consists of, as paths from its root: nothing that git ignores."""
    # Root may run the tests in the folder of somebody else.
    command = ["git", "-c", "safe.directory=*", "ls-files", "-z"]
    command += ["--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=ROOT, check=True, capture_output=True).stdout
    paths = (Path(name) for name in listed.decode().split("\0") if name)
    return sorted(path for path in paths if (ROOT / path).is_file())


def _module_name(path: Path) -> str:
    parts = path.with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def imports(module: Module) -> Iterator[str]:
    """Every name that a module imports, late ones too: `from a import b` gives a.b."""
    package = module.name if module.path.name == "__init__.py" else module.name.rpartition(".")[0]
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            parents = package.split(".")[: len(package.split(".")) - node.level + 1]
            base = ".".join([*parents, node.module or ""] if node.level else [node.module or ""])
            yield from (f"{base.rstrip('.')}.{alias.name}" for alias in node.names)


def import_graph(found: list[Module]) -> dict[str, set[str]]:
    """Which of these modules import which other ones of them."""
    names = {module.name for module in found}
    graph: dict[str, set[str]] = {}
    for module in found:
        reached = {_known(name, names) for name in imports(module)}
        graph[module.name] = {name for name in reached if name} - {module.name}
    return graph


def _known(name: str, names: set[str]) -> str:
    return name if name in names else name.rpartition(".")[0] * (name.rpartition(".")[0] in names)


def cycle(graph: Mapping[str, set[str]]) -> list[str]:
    """Modules that import each other in a ring, or nothing."""
    done: set[str] = set()

    def walk(name: str, path: list[str]) -> list[str]:
        if name in path:
            return path[path.index(name) :]
        if name in done:
            return []
        for other in sorted(graph.get(name, ())):
            if found := walk(other, [*path, name]):
                return found
        done.add(name)
        return []

    return next((found for name in sorted(graph) if (found := walk(name, []))), [])


def long_functions(module: Module, limit: int) -> list[str]:
    """Functions of at least so many lines, from the def to the last line."""
    return [
        f"{module.path}:{node.lineno} {node.name} has {length} lines"
        for node in ast.walk(module.tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (length := (node.end_lineno or node.lineno) - node.lineno + 1) >= limit
    ]


def under(name: str, *prefixes: str) -> bool:
    """Whether a module is one of these or lies in one of these packages."""
    return any(name == prefix or name.startswith(f"{prefix}.") for prefix in prefixes)
