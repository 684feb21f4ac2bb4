import Foundation
import JSONDocument
import Testing

@testable import AWSHTTPS

/// The judge is botocore's own signer, and AWS's published example.
@Suite("Signatures")
struct SignatureTests {
  private static let keys = Credentials(
    accessKey: "AKIDEXAMPLE", secretKey: "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY", origin: "the test")

  @Test("the example of AWS's documentation has the signature that stands there")
  func published() {
    // IAM user guide, "Create a signed AWS API request": ListUsers on 2015-08-30.
    var request = HTTPRequest(
      method: "GET", host: "iam.amazonaws.com", query: [("Action", "ListUsers"), ("Version", "2010-05-08")])
    request.set("Content-Type", "application/x-www-form-urlencoded; charset=utf-8")
    let signed = Signature(credentials: Self.keys, region: "us-east-1", service: "iam", time: 1_440_938_160).signing(request)
    let authorization = signed.headers.first { $0.name == "Authorization" }?.value
    #expect(
      authorization
        == "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/iam/aws4_request, "
        + "SignedHeaders=content-type;host;x-amz-date, Signature=5d672d79c15b13162d9279b0855cfba6789a8edb4c82c400e06b5924a6f2b5d7"
    )
  }

  private struct Case {
    var name: String
    var request: HTTPRequest
    var service: String
    var token: String?
    var time = 1_700_000_000.0
  }

  private static func request(
    _ method: String, _ path: String = "/", query: [(String, String)] = [], with headers: [(String, String)] = [],
    body: String = ""
  ) -> HTTPRequest {
    var request = HTTPRequest(method: method, host: "example.amazonaws.com", path: path, body: Array(body.utf8))
    request.query = query.map { (name: URLText.encoded($0.0), value: URLText.encoded($0.1)) }
    for (name, value) in headers { request.set(name, value) }
    return request
  }

  private static let json = [("Content-Type", "application/x-amz-json-1.1"), ("X-Amz-Target", "Service_1.Call")]

  private static let cases: [Case] = [
    Case(name: "JSON", request: request("POST", with: json, body: #"{"a": 1}"#), service: "ecs"),
    Case(name: "an empty body", request: request("POST", with: json), service: "ecs"),
    Case(name: "a body in UTF-8", request: request("POST", with: json, body: #"{"a": "grün 😀 \#u{2028}"}"#), service: "logs"),
    Case(name: "with a token", request: request("POST", with: json, body: "{}"), service: "ecs", token: "a/long+token=="),
    Case(
      name: "a form",
      request: request(
        "POST", with: [("Content-Type", "application/x-www-form-urlencoded; charset=utf-8")],
        body: "Action=DescribeSubnets&Filter.1.Name=subnet-id"), service: "ec2"),
    Case(
      name: "a value with blanks in a row", request: request("POST", with: json + [("X-Note", "  a   b\t c ")], body: "{}"),
      service: "ecs"),
    Case(
      name: "a query out of order", request: request("GET", query: [("b", "2"), ("a", "1 2"), ("a", "1/1"), ("A", "é")]),
      service: "iam"),
    Case(name: "a path with marks", request: request("GET", "/a%20b/c%2Bd"), service: "execute-api"),
    Case(name: "an object", request: request("GET", "/prod/state.json"), service: "s3"),
    Case(
      name: "an object with marks", request: request("GET", "/" + URLText.encoded("a b/ü+~*'()!$&,;=:@.json", keeping: "/")),
      service: "s3"),
    Case(
      name: "a conditional write with encryption",
      request: request(
        "PUT", "/state.json",
        with: [
          ("Content-Type", "application/json"), ("If-None-Match", "*"), ("x-amz-server-side-encryption", "aws:kms"),
          ("x-amz-server-side-encryption-aws-kms-key-id", "alias/state"), ("x-amz-expected-bucket-owner", "111111111111"),
        ], body: "{\"state\": true}"), service: "s3", token: "token"),
    Case(
      name: "a condition on a tag", request: request("GET", "/state.json", with: [("If-None-Match", "\"abc\"")]), service: "s3"),
    Case(
      name: "a minute before the day ends", request: request("POST", with: json, body: "{}"), service: "ecs", time: 1_704_067_140),
    Case(name: "a leap day", request: request("POST", with: json, body: "{}"), service: "ecs", time: 1_709_208_000),
  ]

  @Test("each kind of request is signed as botocore signs it", .enabled(if: Botocore.isInstalled, "botocore is not in .venv"))
  func asBotocore() async throws {
    let input = JSON.array(
      Self.cases.map { one in
        [
          "method": .string(one.request.method), "url": .string(one.request.url),
          "body": .string(String(decoding: one.request.body, as: UTF8.self)),
          "headers": .object(JSONObject(one.request.headers.map { JSONObject.Member(key: $0.name, value: .string($0.value)) })),
          "service": .string(one.service), "region": "eu-west-1", "time": .int(Int(one.time)),
          "accessKey": .string(Self.keys.accessKey), "secretKey": .string(Self.keys.secretKey),
          "token": one.token.map { .string($0) } ?? .null,
        ]
      })
    let answers = try #require(
      JSON.parse(Array(try await Botocore.run("Tests/Tools/Signatures/sign.py", input: input.text()).utf8)).document?.arrayValue)
    #expect(answers.count == Self.cases.count)
    for (one, answer) in zip(Self.cases, answers) {
      var keys = Self.keys
      keys.token = one.token
      let signed = Signature(credentials: keys, region: "eu-west-1", service: one.service, time: one.time).signing(one.request)
      let ours = signed.headers.first { $0.name == "Authorization" }?.value
      #expect(ours == answer["Authorization"]?.stringValue, "\(one.name)")
    }
  }
}

@Suite("Where services are reached")
struct EndpointTests {
  @Test("in every region and of every kind as botocore finds it", .enabled(if: Botocore.isInstalled, "botocore is not in .venv"))
  func asBotocore() async throws {
    let lines = try await Botocore.run("scripts/generate-endpoints.py", ["--list"]).split(separator: "\n")
    #expect(lines.count > 2000)
    let variants = [
      "plain": Endpoints(), "dual": Endpoints(isDualStack: true), "fips": Endpoints(isFIPS: true),
      "fips-dual": Endpoints(isFIPS: true, isDualStack: true),
    ]
    for line in lines {
      let words = line.split(separator: " ").map(String.init)
      try #require(words.count == 5)
      let place = variants[words[2]]?.place(of: words[0], in: words[1])
      #expect(place?.host ?? "-" == words[3], "\(line)")
      #expect(place?.signingRegion ?? "-" == words[4], "\(line)")
    }
  }

  @Test(
    "an address is taken apart, and what is none is refused",
    arguments: [
      ("http://127.0.0.1:5000", "127.0.0.1:5000", ""), ("https://host/base/", "host", "/base"), ("HTTPS://Host", "Host", ""),
      ("ftp://host", nil, ""), ("host", nil, ""), ("http://", nil, ""), ("http://user@host", nil, ""), ("http://a b", nil, ""),
      ("http://host/?x=1", nil, ""), ("http://host\r\nX: y", nil, ""),
    ] as [(String, String?, String)])
  func addresses(url: String, host: String?, path: String) {
    let place = Place(url: url, signingRegion: "eu-west-1")
    #expect(place?.host == host && (place?.basePath ?? "") == path)
  }
}
