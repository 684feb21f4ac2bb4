"""An IAM evaluator for what policies of identities can say: Allow statements, wildcards, conditions.

From the IAM user guide, "Policy evaluation logic" and "IAM JSON policy elements": actions without regard to case, `*` and
`?` as wildcards, all condition operators and all their keys must hold, a key that the request lacks never does.
"""

import re


def several(value):
    return value if isinstance(value, list) else [value]


def like(pattern, text, fold=False):
    expression = "".join(".*" if c == "*" else "." if c == "?" else re.escape(c) for c in pattern)
    return re.fullmatch(expression, text, re.DOTALL | (re.IGNORECASE if fold else 0)) is not None


OPERATORS = {
    "StringEquals": lambda wanted, given: wanted == given,
    "StringLike": like,
    "ArnEquals": like,
    "ArnLike": like,
}


def holds(statement, context):
    for operator, keys in statement.get("Condition", {}).items():
        for key, wanted in keys.items():
            given = context.get(key)
            if given is None or not any(OPERATORS[operator](value, given) for value in several(wanted)):
                return False
    return True


class Policy:
    def __init__(self, document):
        self.statements = document["Statement"]
        self.used = set()

    def allows(self, request):
        """Whether a statement allows it; what does so is noted as used."""
        allowed = False
        for number, statement in enumerate(self.statements):
            actions = [a for a in several(statement["Action"]) if like(a, request.action, fold=True)]
            # A resource of the request may be a pattern itself, for what has no name yet.
            resources = [r for r in several(statement["Resource"]) if like(r, request.resource)]
            if statement["Effect"] == "Allow" and actions and resources and holds(statement, request.context):
                allowed = True
                self.used |= {(number, "Action", a) for a in actions} | {(number, "Resource", r) for r in resources}
        return allowed

    def unused(self):
        for number, statement in enumerate(self.statements):
            for part in ("Action", "Resource"):
                for value in several(statement[part]):
                    if (number, part, value) not in self.used:
                        yield statement["Sid"], part, value
