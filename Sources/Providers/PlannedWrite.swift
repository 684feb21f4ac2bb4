package import Resources

/// A change as it will be asked of the cloud when its step is performed.
package enum PlannedWrite: Sendable, Equatable {
  case create(Resource)
  case update(ResourceUpdate)
  case run(TaskLaunch)
}

/// Something of a planned call that the program between us and the cloud is too old to know. It refuses such a call before
/// anything is sent, and leaves such a member out of what it answers.
package struct UnknownToProgram: Sendable, Hashable {
  /// The program and its version: `aws 2.9.19`.
  package var program: String
  /// The API's operation: `CreateService`.
  package var operation: String
  /// Path of the member in the call's input, lists marked: `containerDefinitions[].restartPolicy`. Nil when the program does
  /// not know the operation.
  package var member: String?
  /// The first versions that know it, one of each line that is still made: `["1.36.7", "2.22.2"]`.
  package var knownFrom: [String]

  package init(program: String, operation: String, member: String?, knownFrom: [String]) {
    self.program = program
    self.operation = operation
    self.member = member
    self.knownFrom = knownFrom
  }
}
