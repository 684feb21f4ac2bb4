package import Diagnostics

/// Who may change an environment, and when.
package struct ProtectionSettings: Sendable, Equatable {
  /// A plan must have been looked at: a saved one, an approved one, or one that somebody confirms with the environment's name.
  package var isProtected = false
  /// So many other persons must have approved of a plan before it is applied.
  package var approvals = 0
  /// It may be changed in these only; empty: always.
  package var windows: [ChangeWindow] = []
  /// Where the files say so.
  package var protectedPlace: SourceLocation?
  package var approvalsPlace: SourceLocation?
  package var windowsPlace: SourceLocation?

  /// Nothing is asked for.
  package init() {}

  package var isNone: Bool { !isProtected && approvals == 0 && windows.isEmpty }
}
