/// Why a simulated cloud cannot be used at all. What its API answers is an `AWSError` instead.
package enum SimulatedCloudError: Error, Sendable, Equatable, CustomStringConvertible {
  case unusable(path: String, problem: String)
  /// The file cannot be written as it should: the disk is full, or files may not grow. It is as good as before.
  case unwritable(path: String, problem: String)
  /// A database of something else.
  case foreign(path: String)
  /// The file was written by a later version of this program.
  case newerFormat(found: Int, known: Int)
  case badAccount(String)
  case badRegion(String)

  package var description: String {
    switch self {
    case .unusable(let path, let problem), .unwritable(let path, let problem):
      "the simulated cloud \"\(path)\" cannot be used: \(problem)"
    case .foreign(let path): "\"\(path)\" is a database, but not one of a simulated cloud; it was not touched"
    case .newerFormat(let found, let known):
      "the simulated cloud has format \(found); this program knows formats up to \(known)"
    case .badAccount(let account): "\"\(account)\" is not an AWS account: 12 digits are"
    case .badRegion(let region): "\"\(region)\" is not an AWS region, like \"eu-west-1\""
    }
  }
}
