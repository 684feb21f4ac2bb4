import AWS
import JSONDocument

/// One page of a listing. The token of the next one hides the last key of this one.
struct Page {
  var keys: [String]
  var nextToken: JSON?

  init(
    _ documents: Documents, _ collection: Collection, prefix: String = "", input: JSON, size: ClosedRange<Int>, usual: Int,
    sizeMember: String = "maxResults", descending: Bool = false, matches: (String) throws(AWSError) -> Bool = { _ in true }
  ) throws(AWSError) {
    let limit = try Page.size(input, sizeMember, allowed: size, usual: usual)
    var last = try Page.last(input)
    keys = []
    while keys.count <= limit {
      let more = try documents.keys(
        collection, prefix: prefix, after: last, descending: descending, limit: limit + 1)
      for key in more where keys.count <= limit {
        if try matches(key) { keys.append(key) }
      }
      last = more.last
      if more.count <= limit { break }
    }
    if keys.count > limit {
      keys.removeLast()
      nextToken = keys.last.map { .string(Page.token($0)) }
    }
  }

  /// A page of names, each of which is found from the one before it.
  static func names(
    _ input: JSON, size: ClosedRange<Int>, usual: Int, next: (String?) throws(AWSError) -> String?
  ) throws(AWSError) -> Page {
    let limit = try Page.size(input, "maxResults", allowed: size, usual: usual)
    var page = Page()
    var last = try Page.last(input)
    while page.keys.count < limit {
      guard let name = try next(last) else { return page }
      page.keys.append(name)
      last = name
    }
    if let last, try next(last) != nil { page.nextToken = .string(Page.token(last)) }
    return page
  }

  private init() {
    keys = []
  }

  /// A page of things that are in no order of keys: the token hides a position.
  static func slice<Element>(
    _ elements: [Element], input: JSON, size: ClosedRange<Int>, usual: Int, sizeMember: String = "maxResults"
  ) throws(AWSError) -> (elements: ArraySlice<Element>, nextToken: JSON?) {
    let limit = try Page.size(input, sizeMember, allowed: size, usual: usual)
    let token = try Page.last(input)
    let start = token.map { Int($0) ?? -1 } ?? 0
    guard start >= 0 else { throw badToken(input) }
    let page = elements.dropFirst(start).prefix(limit)
    let isLast = start + page.count >= elements.count
    return (page, isLast ? nil : .string(Page.token(String(start + page.count))))
  }

  private static func size(
    _ input: JSON, _ member: String, allowed: ClosedRange<Int>, usual: Int
  ) throws(AWSError) -> Int {
    guard let size = input[member]?.intValue else { return usual }
    guard allowed.contains(size) else {
      throw .invalidParameter("\(member) must be between \(allowed.lowerBound) and \(allowed.upperBound), inclusive.")
    }
    return size
  }

  private static func last(_ input: JSON) throws(AWSError) -> String? {
    guard let token = input.string("nextToken") else { return nil }
    let digits = Array(token.utf8)
    var bytes: [UInt8] = []
    for at in stride(from: 0, to: digits.count - 1, by: 2) {
      guard let byte = UInt8(String(decoding: digits[at...at + 1], as: UTF8.self), radix: 16) else { break }
      bytes.append(byte ^ 0x5A)
    }
    guard !bytes.isEmpty, bytes.count * 2 == digits.count else { throw badToken(input) }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// Whether a token is one that was given to somebody.
  static func isToken(_ token: JSON?) -> Bool { (try? last(.members(("nextToken", token)))) != nil }

  private static func badToken(_ input: JSON) -> AWSError {
    .invalidParameter("Invalid token \((input.string("nextToken") ?? "").prefix(200))")
  }

  private static func token(_ key: String) -> String {
    key.utf8.map { byte in
      let digits = String(byte ^ 0x5A, radix: 16)
      return digits.utf8.count == 1 ? "0" + digits : digits
    }.joined()
  }
}
