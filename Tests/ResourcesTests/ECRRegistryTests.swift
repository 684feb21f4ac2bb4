import Resources
import Testing

@Suite("Registries of ECR")
struct ECRRegistryTests {
  @Test(
    "have a host of their partition",
    arguments: [
      ("eu-west-1", "111111111111.dkr.ecr.eu-west-1.amazonaws.com"),
      ("cn-north-1", "111111111111.dkr.ecr.cn-north-1.amazonaws.com.cn"),
      ("us-gov-west-1", "111111111111.dkr.ecr.us-gov-west-1.amazonaws.com"),
      ("eusc-de-east-1", "111111111111.dkr.ecr.eusc-de-east-1.amazonaws.eu"),
      ("us-iso-east-1", "111111111111.dkr.ecr.us-iso-east-1.c2s.ic.gov"),
      ("us-isob-east-1", "111111111111.dkr.ecr.us-isob-east-1.sc2s.sgov.gov"),
      ("eu-isoe-west-1", "111111111111.dkr.ecr.eu-isoe-west-1.cloud.adc-e.uk"),
      ("us-isof-south-1", "111111111111.dkr.ecr.us-isof-south-1.csp.hci.ic.gov"),
    ])
  func hosts(region: String, host: String) {
    let registry = ECRRegistry(account: "111111111111", region: region)
    #expect(registry.host == host)
    #expect(ECRRegistry(host: host) == registry)
  }

  @Test(
    "answer under other hosts too",
    arguments: [
      ("111111111111.dkr-ecr.eu-west-1.on.aws", "eu-west-1"), ("111111111111.dkr.ecr-fips.us-east-1.amazonaws.com", "us-east-1"),
      ("111111111111.dkr-ecr-fips.us-east-1.on.aws", "us-east-1"),
      ("111111111111.dkr-ecr.cn-north-1.on.amazonwebservices.com.cn", "cn-north-1"),
    ])
  func aliases(host: String, region: String) {
    #expect(ECRRegistry(host: host) == ECRRegistry(account: "111111111111", region: region))
    #expect(ImageReference("\(host)/api:1")?.isInECR == true)
    let provider = ProviderIdentity(name: .simulatedAWS, region: region, accountId: "111111111111")
    #expect(ImageReference("\(host)/api:1")?.isOwn(of: provider) == true)
    let other = ProviderIdentity(name: .simulatedAWS, region: region, accountId: "222222222222")
    #expect(ImageReference("\(host)/api:1")?.isOwn(of: other) == false)
    #expect(ImageReference("api:1")?.isOwn(of: provider) == false)
  }

  @Test(
    "are no other hosts",
    arguments: [
      "docker.io", "public.ecr.aws", "111111111111.dkr.ecr.eu-west-1.amazonaws.com.evil", "1.dkr.ecr.eu-west-1.amazonaws.com",
      "111111111111.dkr.ecr.eu-west-1.amazonaws.com.cn", "111111111111.dkr.ecr.cn-north-1.amazonaws.com",
      "111111111111.dkr-ecr.eu-west-1.amazonaws.com", "111111111111.dkr.ecr.eu-west-1.on.aws", "111111111111.dkr.ecr.", "",
    ])
  func others(host: String) {
    #expect(ECRRegistry(host: host) == nil)
  }
}
