# Addresses inside the node's own network, sourced by the other scripts. They mean nothing outside.
ADDRESS_1=10.77.0.10 ADDRESS_2=10.77.0.11 GATEWAY=10.77.0.1
PODS=10.78.0.0/16 PODS_1=10.78.1.0/24 PODS_2=10.78.2.0/24
SERVICES=10.79.0.0/16 SERVICE_OF_API=10.79.0.1
