import AWS
import JSONDocument
import Testing

@testable import SimulatedServer

@Suite("The wire protocols")
struct WireTests {
  @Test("A call of the JSON protocol is named by its header")
  func json() throws {
    let call = IncomingCall(
      target: "AmazonEC2ContainerServiceV20141113.DescribeServices", body: Array(#"{"services": ["api"]}"#.utf8), signedFor: nil)
    let request = try call.request.get()
    #expect(request == AWSRequest(.ecs, "DescribeServices", ["services": ["api"]]))
    let empty = IncomingCall(target: "Logs_20140328.DescribeLogGroups", body: [], signedFor: "logs")
    let second = try empty.request.get()
    #expect(second == AWSRequest(.logs, "DescribeLogGroups", [:]))
  }

  @Test("A form names its operation, and the signature or the version its service", arguments: ["sts", nil])
  func query(service: String?) throws {
    let body = "Action=GetCallerIdentity&Version=2011-06-15&Names.member.1=a%2Fb&Names.member.2=c+d&Tags.member.1.Key=k"
    let call = IncomingCall(target: nil, body: Array(body.utf8), signedFor: service)
    let request = try call.request.get()
    #expect(request == AWSRequest(.sts, "GetCallerIdentity", ["Names": ["a/b", "c d"], "Tags": [["Key": "k"]]]))
  }

  @Test(
    "What is not served is named",
    arguments: [
      ("DynamoDB_20120810.ListTables", "", nil, "The simulated cloud does not serve \"DynamoDB_20120810.ListTables\"."),
      (nil, "Action=ListQueues", "sqs", "The simulated cloud does not serve \"ListQueues\" of the service \"sqs\"."),
      (nil, "", nil, "The request names no operation: neither X-Amz-Target nor Action."),
      ("Logs_20140328.X", "[1]", nil, "The body of the request is no JSON object."),
    ] as [(String?, String, String?, String)])
  func unknown(target: String?, body: String, service: String?, message: String) {
    let call = IncomingCall(target: target, body: Array(body.utf8), signedFor: service)
    guard case .failure(let error) = call.request else {
      Issue.record("\(body) is a call")
      return
    }
    #expect(error.message == message)
  }

  @Test("a time is written as HTTP writes it")
  func aTimeIsWrittenAsHTTPWritesIt() {
    #expect(HTTPDate.text(1_767_603_600.9) == "Mon, 05 Jan 2026 09:00:00 GMT")
    #expect(HTTPDate.text(.infinity) == nil)
    #expect(HTTPDate.timestamp(1_767_603_600.25) == "2026-01-05T09:00:00.250Z")
  }

  @Test("Answers and errors are written as AWS writes them")
  func written() {
    let request = AWSRequest(.sts, "GetCallerIdentity", [:])
    let wire = QueryWire(namespace: "https://x/")
    #expect(
      wire.success(["Account": "1", "List": ["a<b", ["K": true]]], of: request, id: "7").body
        == "<GetCallerIdentityResponse xmlns=\"https://x/\"><GetCallerIdentityResult><Account>1</Account>"
        + "<List><member>a&lt;b</member><member><K>true</K></member></List></GetCallerIdentityResult>"
        + "<ResponseMetadata><RequestId>7</RequestId></ResponseMetadata></GetCallerIdentityResponse>")
    let refused = wire.failure(AWSError(code: "AccessDenied", message: "no & never"), id: "7")
    #expect(refused.status == 403)
    #expect(refused.body.contains("<Type>Sender</Type><Code>AccessDenied</Code><Message>no &amp; never</Message>"))
    let json = JSONWire().failure(AWSError(code: "ClusterNotFoundException", message: "Cluster not found."), id: "7")
    #expect(json.status == 400)
    #expect(json.body == #"{"__type":"ClusterNotFoundException","message":"Cluster not found."}"#)
    #expect(json.headers["x-amzn-ErrorType"] == "ClusterNotFoundException")
  }

  @Test(
    "Failures of the service are 5xx",
    arguments: [("ServerException", 500), ("ServiceUnavailable", 503), ("Unreachable", 500), ("ThrottlingException", 400)])
  func status(code: String, status: Int) {
    #expect(JSONWire().failure(AWSError(code: code, message: ""), id: "").status == status)
  }

  @Test("Account and region are those of the credentials")
  func scope() {
    let header =
      "AWS4-HMAC-SHA256 Credential=123456789012/20260105/eu-central-1/ecs/aws4_request, SignedHeaders=host, Signature=f00"
    let scope = CallScope(authorization: header)
    #expect(scope == CallScope(account: "123456789012", region: "eu-central-1", service: "ecs"))
    #expect(CallScope(authorization: "AWS4-HMAC-SHA256 Credential=AKIAX/20260105/x/sts/aws4_request").account == nil)
    #expect(
      CallScope(authorization: "AWS4-HMAC-SHA256 Credential=ASIA1234567890120A1B/20260105/x/sts/aws4_request").account
        == "123456789012")
    #expect(CallScope(authorization: nil) == CallScope(account: nil, region: nil, service: nil))
    #expect(CallScope(authorization: "Credential=a/b") == CallScope(account: nil, region: nil, service: nil))
  }
}
