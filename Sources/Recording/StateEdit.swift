package import Resources

/// A change of records that comes from a person and not from a call: moved, forgotten, imported, put back.
///
/// It is carried out whole or not at all, and raises the serial when it changes anything.
package struct StateEdit: Sendable {
  package var removed: [Address]
  package var written: [RecordedResource]
  package var revisions: [Revision]
  /// All that is deposed from now on; nil: what was, without what is written as the record of an address.
  package var deposed: [DeposedResource]?
  /// What the state is from now on; nil: its own history goes on.
  package var version: StateVersion?

  package init(
    removed: [Address] = [], written: [RecordedResource] = [], revisions: [Revision] = [],
    deposed: [DeposedResource]? = nil, version: StateVersion? = nil
  ) {
    self.removed = removed
    self.written = written
    self.revisions = revisions
    self.deposed = deposed
    self.version = version
  }

  package var isEmpty: Bool { removed.isEmpty && written.isEmpty && deposed == nil && version == nil }
}
