/// A fault that the program could have, put in on purpose: lives must find it.
enum Flaw: String, Sendable, CaseIterable {
  /// What was begun and not ended is not looked for.
  case forgetsIntents
  /// Of what was made nothing is written down.
  case losesRecords
  case keepsItsLock
  /// It says of the retention of log groups that it was set.
  case saysWithoutDoing
}
