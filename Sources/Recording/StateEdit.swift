package import Resources

/// A change of records that comes from a person and not from a call: moved, forgotten, imported, put back.
///
/// It is carried out whole or not at all, and raises the serial when it changes anything.
package struct StateEdit: Sendable {
  package var removed: [Address]
  package var written: [RecordedResource]
  package var revisions: [Revision]
  /// What the state is from now on; nil: its own history goes on.
  package var version: StateVersion?

  package init(
    removed: [Address] = [], written: [RecordedResource] = [], revisions: [Revision] = [], version: StateVersion? = nil
  ) {
    self.removed = removed
    self.written = written
    self.revisions = revisions
    self.version = version
  }
}
