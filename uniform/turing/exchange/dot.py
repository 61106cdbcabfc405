"""A machine as Graphviz text, for drawing: an edge for each pair of states, labeled with its rules."""

from __future__ import annotations

from uniform.turing.machine import Machine, rule_text


def write(machine: Machine) -> str:
    """The states and rules. Cost: linear."""
    lines = [f'digraph "{machine.name}" {{', "  node [shape=ellipse];", f'  "{machine.start}" [penwidth=2];']
    edges: dict[tuple[str, str], list[str]] = {}
    for state in machine.states:
        for rule in state.rules:
            target = rule.target or state.name if rule.halt is None else rule.halt.value
            text = rule_text(machine, rule).replace("\\", "\\\\").replace('"', '\\"')
            edges.setdefault((state.name, target), []).append(text)
    for (source, target), texts in edges.items():
        label = "\\l".join(texts) + "\\l"
        lines.append(f'  "{source}" -> "{target}" [label="{label}"];')
    return "\n".join([*lines, "}", ""])
