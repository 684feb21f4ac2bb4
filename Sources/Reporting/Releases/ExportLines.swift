package import JSONDocument

/// Files that were written, for programs.
package enum ExportLines {
  package static func lines(_ paths: [String]) -> [JSON] {
    paths.map { MachineFormat.line(.file, [("path", .string($0))]) }
  }
}
