module github.com/bylaw-dev/bylaw/bench

go 1.26.0

require github.com/bufbuild/protocompile v0.14.1

require (
	go.yaml.in/yaml/v3 v3.0.6 // indirect
	golang.org/x/sync v0.23.0 // indirect
	golang.org/x/tools v0.51.0 // indirect
	google.golang.org/protobuf v1.34.2 // indirect
)
