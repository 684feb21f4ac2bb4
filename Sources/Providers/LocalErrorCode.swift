/// Codes of errors that no cloud answered: they say what became of a call on this side. All other codes are the API's.
package enum LocalErrorCode {
  /// No connection, or none that lasted until the answer.
  package static let unreachable = "Unreachable"
  package static let noCredentials = "NoCredentials"
  /// The profile, the source profile or the SSO session that is asked for is in no configuration.
  package static let profileMissing = "ProfileMissing"
  /// What the profile, or a variable, says about credentials does not work: a file that is not there, two sources, none.
  package static let credentialSettings = "ConfigurationInvalid"
  /// Credentials need a code of a device, and nobody can enter it.
  package static let codeNeeded = "MFACodeNeeded"
  /// A role was not given to the identity that asked for it.
  package static let roleRefused = "RoleRefused"
  /// The program that makes the calls is not there.
  package static let programMissing = "ProgramMissing"
  /// The library that makes the calls is not there.
  package static let libraryMissing = "LibraryMissing"
  /// The program is there, and does not know what was to be sent.
  package static let programTooOld = "ProgramTooOld"
  /// What came is no answer of the API.
  package static let badAnswer = "BadAnswer"
  /// We stopped waiting, or did not begin.
  package static let cancelled = "Cancelled"
  /// The call was not made because the lock of the state is lost.
  package static let lockLost = "LockLost"
  /// The client refused the input before it was sent; botocore's own word for it.
  package static let invalidInput = "ParamValidation"
  /// RunTask answered with no task.
  package static let taskNotPlaced = "TaskNotPlaced"
}
