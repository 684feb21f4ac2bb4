// swift-format-ignore-file
// Written by scripts/generate-model.py from botocore 1.44.8. Do not edit; run `make model`.

extension ModelText {
  static let sts = ##"""
AssumeRole	>	AssumeRoleRequest	AssumeRoleResponse
AssumeRoleWithWebIdentity	>	AssumeRoleWithWebIdentityRequest	AssumeRoleWithWebIdentityResponse
GetCallerIdentity	>	GetCallerIdentityRequest	GetCallerIdentityResponse
AssumeRoleRequest	{	*RoleArn	arnType	*RoleSessionName	roleSessionNameType	PolicyArns	policyDescriptorListType	Policy	unrestrictedSessionPolicyDocumentType	DurationSeconds	roleDurationSecondsType	Tags	tagListType	TransitiveTagKeys	tagKeyListType	ExternalId	externalIdType	SerialNumber	serialNumberType	TokenCode	tokenCodeType	SourceIdentity	sourceIdentityType	ProvidedContexts	ProvidedContextsListType	MinimumSessionTokenSize	minimumSessionTokenSizeType
AssumeRoleResponse	{	Credentials	Credentials	AssumedRoleUser	AssumedRoleUser	PackedPolicySize	nonNegativeIntegerType	SourceIdentity	sourceIdentityType	SessionTokenUtilization	sessionTokenUtilizationType	SessionTokenSize	sessionTokenSizeType
AssumeRoleWithWebIdentityRequest	{	*RoleArn	arnType	*RoleSessionName	roleSessionNameType	*WebIdentityToken	clientTokenType	ProviderId	urlType	PolicyArns	policyDescriptorListType	Policy	sessionPolicyDocumentType	DurationSeconds	roleDurationSecondsType	MinimumSessionTokenSize	minimumSessionTokenSizeType
AssumeRoleWithWebIdentityResponse	{	Credentials	Credentials	SubjectFromWebIdentityToken	webIdentitySubjectType	AssumedRoleUser	AssumedRoleUser	PackedPolicySize	nonNegativeIntegerType	Provider	Issuer	Audience	Audience	SourceIdentity	sourceIdentityType	SessionTokenUtilization	sessionTokenUtilizationType	SessionTokenSize	sessionTokenSizeType	TrustedIdentityPropagationContext	TrustedIdentityPropagationContext
AssumedRoleUser	{	*AssumedRoleId	assumedRoleIdType	*Arn	arnType
Audience	s
Credentials	{	*AccessKeyId	accessKeyIdType	*SecretAccessKey	accessKeySecretType	*SessionToken	tokenType	*Expiration	dateType
GetCallerIdentityRequest	{
GetCallerIdentityResponse	{	UserId	userIdType	Account	accountType	Arn	arnType
Issuer	s
OriginIdentity	{	Subject	originIdentitySubjectType	SubjectType	originIdentitySubjectTypeType	Issuer	originIdentityIssuerType	FederatedProviderArn	arnType
PolicyDescriptorType	{	arn	arnType
ProvidedContext	{	ProviderArn	arnType	ContextAssertion	contextAssertionType
ProvidedContextsListType	[	ProvidedContext	1	5
Tag	{	*Key	tagKeyType	*Value	tagValueType
TransactionContext	{	IdentityProvider	transactionContextIdentityProviderMapType
TrustedIdentityPropagationContext	{	OriginIdentity	OriginIdentity	TransactionContext	TransactionContext
accessKeyIdType	s	16	128	[\w]*
accessKeySecretType	s
accountType	s
arnType	s	20	2048	[\u0009\u000A\u000D\u0020-\u007E\u0085\u00A0-\uD7FF\uE000-\uFFFD\u10000-\u10FFFF]+
assumedRoleIdType	s	2	193	[\w+=,.@:-]*
clientTokenType	s	4	20000
contextAssertionType	s	4	3072
dateType	t
externalIdType	s	2	1224	[\w+=,.@:\/-]*
minimumSessionTokenSizeType	i	0	4096
nonNegativeIntegerType	i	0
originIdentityIssuerType	s
originIdentitySubjectType	s
originIdentitySubjectTypeType	s
policyDescriptorListType	[	PolicyDescriptorType
roleDurationSecondsType	i	900	43200
roleSessionNameType	s	2	64	[\w+=,.@-]*
serialNumberType	s	9	256	[\w+=/:,.@-]*
sessionPolicyDocumentType	s	1	2048	[\u0009\u000A\u000D\u0020-\u00FF]+
sessionTokenSizeType	i	0
sessionTokenUtilizationType	i	0
sourceIdentityType	s	2	256	[\w+=,.@-]*
tagKeyListType	[	tagKeyType		50
tagKeyType	s	1	128	[\p{L}\p{Z}\p{N}_.:/=+\-@]+
tagListType	[	Tag		50
tagValueType	s	0	256	[\p{L}\p{Z}\p{N}_.:/=+\-@]*
tokenCodeType	s	6	6	[\d]*
tokenType	s
transactionContextIdentityProviderMapType	<	transactionContextKeyType	transactionContextValueType
transactionContextKeyType	s
transactionContextValueType	s		128
unrestrictedSessionPolicyDocumentType	s	1		[\u0009\u000A\u000D\u0020-\u00FF]+
urlType	s	4	2048
userIdType	s
webIdentitySubjectType	s	6	255
"""##
}
