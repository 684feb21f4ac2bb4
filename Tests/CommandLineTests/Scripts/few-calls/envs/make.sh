# An environment of 100 services in one cluster, of one repository, one role, one network and one secret.
set -e
cd envs/many
mkdir -p clusters repositories services task-definitions
echo '{"clusterName": "many", "capacityProviders": ["FARGATE"]}' > clusters/many.json
echo '{"repositoryName": "app", "imageTagMutability": "IMMUTABLE"}' > repositories/app.json
for number in $(seq -w 100); do
  cat > task-definitions/app$number.json <<END
{
  "family": "app$number", "networkMode": "awsvpc", "requiresCompatibilities": ["FARGATE"], "cpu": "256", "memory": "512",
  "executionRoleArn": "arn:aws:iam::111111111111:role/app",
  "containerDefinitions": [
    {
      "name": "app", "image": "\${image.app}", "essential": true,
      "secrets": [{"name": "KEY", "valueFrom": "arn:aws:secretsmanager:eu-west-1:111111111111:secret:app/key-AbCdEf"}]
    }
  ]
}
END
  cat > services/app$number.json <<END
{
  "desiredCount": 1, "launchType": "FARGATE",
  "networkConfiguration": {"awsvpcConfiguration": {"subnets": ["subnet-0a", "subnet-0b"], "securityGroups": ["sg-0a"]}}
}
END
done
