"""An import-linter contract: some outside packages may be reached from one package of ours only.

import-linter's own 'forbidden' contract has to list every module it is about, so a new folder
would not be covered; this one covers all of ours but the home. Reaching counts, not only naming:
a module outside that imports a module of the home that imports the package breaks it as well.
"""

from grimp import ImportGraph
from importlinter import Contract, ContractCheck, fields, output


class KeptWithin(Contract):
    """`packages` are imported, directly or through others, by modules of `home` only."""

    type_name = "kept_within"

    packages = fields.ListField(subfield=fields.StringField())
    home = fields.StringField()

    def check(self, graph: ImportGraph, verbose: bool) -> ContractCheck:  # noqa: ARG002
        """Look for an import chain from every module of ours outside the home."""
        home = str(self.home)
        chains = [
            chain
            for package in list(self.packages)  # type: ignore[call-overload]
            if package in graph.modules
            for importer in sorted(graph.find_downstream_modules(package))
            if importer != home and not importer.startswith(f"{home}.")
            if (chain := graph.find_shortest_chain(importer=importer, imported=package))
        ]
        return ContractCheck(kept=not chains, metadata={"chains": chains})

    def render_broken_contract(self, check: ContractCheck) -> None:
        """Print each chain on a line."""
        for chain in check.metadata["chains"]:
            output.print_error(" -> ".join(chain), bold=False)
        output.new_line()
