import APIModel
import JSONDocument

extension ResourceKind {
  /// One-off tasks: the input of RunTask, and under `reconcile` when it is run. Terraform's data source of this name runs a
  /// task as well.
  ///
  /// No object of AWS stands behind one: what is recorded are its runs that succeeded (`TaskRuns`), so it is never read,
  /// updated or deleted.
  package static let oneOffTask = ResourceKind(
    type: "aws_ecs_task_execution", noun: "one-off task", folder: "tasks",
    naming: .inCluster(member: "", isWrittenOut: false) { _ in nil }, stage: .oneOffTasks, reading: .nothing,
    comparison: .declared, input: KindInput(.ecs, "RunTask"),
    facts: OneOffTaskFacts.task, limits: KindLimits(), outputOnly: [],
    answers: KindAnswers(list: nil, single: nil, permission: nil, tags: .lowerCase),
    canonicalize: { document in
      document.mapMembers { name, value in name == "tags" ? Tags.withoutReserved(value, keyMember: "key") : value }
    },
    meaning: KindMeaning(
      uses: { document, identity, _ in
        let definition = OneOffTaskDocument(document).taskDefinition.map { [ResourceIdentity(.taskDefinition, name: $0.family)] }
        return [ResourceIdentity(.cluster, name: identity.cluster)] + (definition ?? [])
      },
      roles: { OneOffTaskDocument($0).roles(in: $1) },
      summary: { _ in [] }))
}
