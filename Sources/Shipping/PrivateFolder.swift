import Platform

/// A temporary folder that nobody else can look into. It is removed with all that is in it by whoever made it.
package struct PrivateFolder: Sendable {
  package let path: String

  package init() throws(ShippingProblem) {
    do throws(FileProblem) {
      path = try FileSystem.makeTemporaryFolder()
    } catch {
      throw .system(error.reason)
    }
  }

  func file(_ name: String) -> String { Paths.joined(path, name) }

  func write(_ text: String, to name: String) throws(ShippingProblem) {
    do throws(FileProblem) {
      try FileSystem.put(Array(text.utf8), at: file(name))
    } catch {
      throw .system(error.reason)
    }
  }

  package func remove() { FileSystem.removeTree(path) }
}
