package import JSONDocument
package import Releasing

/// What was written into a tag map, a line for each key.
package struct TagMapChangeText {
  private let change: TagMapChange

  package init(_ change: TagMapChange) {
    self.change = change
  }

  package var text: String {
    let width = change.rows.map(\.key.count).max() ?? 0
    let rows = change.rows.map { row in
      let before = row.before.map { "\(ImageText.shortened($0)) → " } ?? ""
      return Printable.line("  \(row.key.padded(to: width))  \(before)\(ImageText.shortened(row.after))")
    }
    return ([Printable.line(head)] + rows).page
  }

  private var head: String {
    guard !change.rows.isEmpty else { return "\(change.path) says so already." }
    let same = change.unchanged.isEmpty ? "" : " (\(listed(change.unchanged)) unchanged)"
    return change.isWritten ? "\(change.path)\(same)" : "\(change.path)\(same), which is not written:"
  }

  package var lines: [JSON] {
    change.rows.map { row in
      MachineFormat.line(
        .tagChange,
        [
          ("file", .string(change.path)), ("key", .string(row.key)), ("before", row.before.json), ("after", .string(row.after)),
          ("is_written", .bool(change.isWritten)),
        ])
    }
  }
}
