/// Reads the notation of `scripts/generate-model.py`: one shape on a line, tabs between its parts. It is our own text, so it
/// is taken to be right.
struct ModelReader {
  private let lines: [[Substring.UTF8View]]
  private(set) var shapes: [APIModel.Shape] = []
  private(set) var operations: [String: APIModel.Operation] = [:]
  private(set) var names: [String: APIModel.Reference] = [:]

  init(_ text: String) {
    let tab = UInt8(ascii: "\t")
    lines = text[...].utf8.split(separator: UInt8(ascii: "\n")).map { line in
      line.split(separator: tab, omittingEmptySubsequences: false)
    }
  }

  mutating func read() {
    let shapeLines = lines.filter { !Self.isOperation($0) }
    for (index, line) in shapeLines.enumerated() { names[Self.text(line[0])] = APIModel.Reference(index: index) }
    shapes = shapeLines.map { shape(of: $0.dropFirst()) }
    for line in lines where Self.isOperation(line) {
      operations[Self.text(line[0])] = APIModel.Operation(input: reference(line, 2), output: reference(line, 3))
    }
  }

  private static func isOperation(_ line: [Substring.UTF8View]) -> Bool { line[1].first == UInt8(ascii: ">") }

  private func shape(of parts: ArraySlice<Substring.UTF8View>) -> APIModel.Shape {
    let parts = Array(parts)
    switch Character(Unicode.Scalar(parts[0].first ?? 0)) {
    case "{":
      return .structure(
        stride(from: 1, to: parts.count - 1, by: 2).map { at in
          let isRequired = parts[at].first == UInt8(ascii: "*")
          return APIModel.Member(
            name: Self.text(isRequired ? parts[at].dropFirst() : parts[at]), isRequired: isRequired,
            shape: named(parts[at + 1]))
        })
    case "[": return .list(named(parts[1]), count: Self.range(parts, from: 2, least: 0))
    case "<": return .map(key: named(parts[1]), value: named(parts[2]), count: Self.range(parts, from: 3, least: 0))
    case "=": return .enumeration(parts.dropFirst().map(Self.text))
    case "i": return .integer(Self.range(parts, from: 1, least: .min), isLong: false)
    case "l": return .integer(Self.range(parts, from: 1, least: .min), isLong: true)
    case "d": return .number(Self.limits(parts))
    case "b": return .boolean
    case "t": return .timestamp
    case "x": return .blob
    case "a": return .anything
    default: return .text(length: Self.range(parts, from: 1, least: 0), pattern: parts.count > 3 ? Self.text(parts[3]) : nil)
    }
  }

  private func named(_ name: Substring.UTF8View) -> APIModel.Reference {
    names[Self.text(name)] ?? APIModel.Reference(index: 0)
  }

  private func reference(_ line: [Substring.UTF8View], _ at: Int) -> APIModel.Reference? {
    line.count > at && !line[at].isEmpty ? named(line[at]) : nil
  }

  private static func text(_ part: Substring.UTF8View) -> String { String(Substring(part)) }

  private static func range(_ parts: [Substring.UTF8View], from at: Int, least: Int) -> ClosedRange<Int> {
    let lower = parts.count > at ? Int(Substring(parts[at])) ?? least : least
    let upper = parts.count > at + 1 ? Int(Substring(parts[at + 1])) ?? .max : .max
    return lower...max(lower, upper)
  }

  private static func limits(_ parts: [Substring.UTF8View]) -> ClosedRange<Double> {
    let lower = parts.count > 1 ? Double(Substring(parts[1])) ?? -.infinity : -.infinity
    let upper = parts.count > 2 ? Double(Substring(parts[2])) ?? .infinity : .infinity
    return lower...max(lower, upper)
  }
}
