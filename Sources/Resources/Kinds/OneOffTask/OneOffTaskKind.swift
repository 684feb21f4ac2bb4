import JSONDocument

extension ResourceKind {
  /// One-off tasks: the input of RunTask, and under `reconcile` when it is run. Terraform's data source of this name runs a
  /// task as well.
  ///
  /// No object of AWS stands behind one: what is recorded are its runs that succeeded (`TaskRuns`), so it is never read,
  /// updated or deleted.
  package static let oneOffTask = ResourceKind(
    type: "aws_ecs_task_execution", noun: "one-off task", folder: "tasks", nameMember: "", scopeMember: "cluster",
    comparison: .declared, holdsData: false, facts: OneOffTaskFacts.task, outputOnly: [],
    canonicalize: { document in
      document.mapMembers { name, value in name == "tags" ? Tags.withoutReserved(value, keyMember: "key") : value }
    },
    uses: { document, _ in
      OneOffTaskDocument(document).taskDefinition.map { [ResourceIdentity(.taskDefinition, name: $0.family)] } ?? []
    },
    roles: { OneOffTaskDocument($0).roles(in: $1) })
}
