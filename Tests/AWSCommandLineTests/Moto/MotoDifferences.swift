/// Where moto 5.2.1 is not like AWS, by the name of the conformance case that notices.
///
/// A case in this table must fail: when a newer moto keeps the promise, its line goes.
enum MotoDifferences {
  static let all: [String: String] = [
    "revisions are read by ARN, by number and by family":
      "DescribeTaskDefinition of a family answers the newest revision even when it is INACTIVE; AWS the newest active one"
  ]
}
