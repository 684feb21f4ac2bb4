import AWS
import JSONDocument

/// The protocol of EC2: like the query protocol, with names of its own (smithy.io, "AWS EC2 query protocol").
struct EC2Wire: Wire {
  private static let namespace = "http://ec2.amazonaws.com/doc/2016-11-15"

  /// Names on the wire that are not the member's own with a small letter. Only security groups are described with words.
  private static let names = [
    "Subnets": "subnetSet", "SecurityGroups": "securityGroupInfo", "Tags": "tagSet", "Description": "groupDescription",
  ]

  func success(_ answer: JSON, of request: AWSRequest, id: String) -> WireAnswer {
    let name = request.operation
    let members = XMLText.members(of: answer, listItem: "item") { member in
      Self.names[member] ?? member.prefix(1).lowercased() + member.dropFirst()
    }
    let body =
      "<\(name)Response xmlns=\"\(Self.namespace)\"><requestId>\(id)</requestId>\(members)</\(name)Response>"
    return WireAnswer(status: 200, contentType: "text/xml", body: body)
  }

  func failure(_ error: AWSError, id: String) -> WireAnswer {
    let body =
      "<Response><Errors><Error><Code>\(XMLText.escaped(error.wireCode))</Code>"
      + "<Message>\(XMLText.escaped(error.message))</Message></Error></Errors><RequestID>\(id)</RequestID></Response>"
    return WireAnswer(status: error.serverStatus ?? QueryWire.status(error.code), contentType: "text/xml", body: body)
  }

  /// Lists of a form have the name of one element: `Filter.1.Name` is in `Filters`.
  func input(_ form: JSON) -> JSON {
    let names = ["Filter": "Filters", "SubnetId": "SubnetIds", "GroupId": "GroupIds"]
    var input = JSON.object(JSONObject())
    for member in form.objectValue ?? JSONObject() {
      var value = member.value
      if member.key == "Filter", let filters = value.arrayValue {
        value = .array(filters.map { ["Name": $0["Name"] ?? "", "Values": $0["Value"] ?? []] })
      }
      input[names[member.key] ?? member.key] = value
    }
    return input
  }
}
