/// A field that the files leave to somebody else once the resource exists: an autoscaler, another tool, a person.
///
/// A new resource gets the files' value. From then on the value that is there is taken for the wanted one, so it is no
/// difference, and no update moves it.
package struct IgnoreRule: Sendable, Equatable {
  package enum Subject: Sendable, Equatable {
    case everything
    case kind(ResourceKind)
    case address(Address)
  }

  package var subject: Subject
  package var path: FieldPattern
  /// Who owns the field, or why it is left alone; shown with every difference.
  package var reason: String

  package init(_ subject: Subject, path: FieldPattern, reason: String) {
    self.subject = subject
    self.path = path
    self.reason = reason
  }

  package func concerns(_ address: Address) -> Bool {
    switch subject {
    case .everything: true
    case .kind(let kind): address.kind == kind
    case .address(let own): address == own
    }
  }
}
