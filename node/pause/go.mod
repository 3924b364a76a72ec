module kriten.io/apitoken/node/pause

go 1.26.0
