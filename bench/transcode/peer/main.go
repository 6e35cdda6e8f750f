// Command peer writes what grpc-gateway generates, into a package of its own. It runs the plugin as protoc
// would.
package main

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"

	_ "buf.build/gen/go/bufbuild/protovalidate/protocolbuffers/go/buf/validate" // the descriptors of what is imported
	"github.com/bufbuild/protocompile"
	"github.com/bufbuild/protocompile/linker"
	_ "google.golang.org/genproto/googleapis/api/annotations"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protodesc"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/reflect/protoregistry"
	"google.golang.org/protobuf/types/descriptorpb"
	"google.golang.org/protobuf/types/pluginpb"
)

func main() {
	if err := generate(); err != nil {
		fmt.Fprintln(os.Stderr, "peer:", err)
		os.Exit(1)
	}
}

func generate() error {
	files, err := read()
	if err != nil {
		return err
	}
	request, err := proto.Marshal(&pluginpb.CodeGeneratorRequest{
		FileToGenerate: []string{"orders.proto"}, ProtoFile: files,
		Parameter: proto.String("standalone=true,module=github.com/bylaw-dev/bylaw/bench/transcode"),
	})
	if err != nil {
		return err
	}
	plugin := exec.Command("go", "tool", "protoc-gen-grpc-gateway")
	plugin.Stdin, plugin.Stderr = bytes.NewReader(request), os.Stderr
	out, err := plugin.Output()
	if err != nil {
		return err
	}
	response := new(pluginpb.CodeGeneratorResponse)
	if err := proto.Unmarshal(out, response); err != nil {
		return err
	}
	if response.Error != nil {
		return fmt.Errorf("protoc-gen-grpc-gateway: %s", response.GetError())
	}
	for _, f := range response.GetFile() {
		if err := os.MkdirAll("gateway", 0o755); err != nil {
			return err
		}
		if err := os.WriteFile(filepath.Join("gateway", filepath.Base(f.GetName())), []byte(f.GetContent()), 0o644); err != nil {
			return err
		}
	}
	return nil
}

// read returns the contract behind all that it imports.
func read() ([]*descriptorpb.FileDescriptorProto, error) {
	linked := protocompile.ResolverFunc(func(path string) (protocompile.SearchResult, error) {
		file, err := protoregistry.GlobalFiles.FindFileByPath(path)
		return protocompile.SearchResult{Desc: file}, err
	})
	compiler := protocompile.Compiler{Resolver: protocompile.CompositeResolver{linked, &protocompile.SourceResolver{}}}
	files, err := compiler.Compile(context.Background(), "orders.proto")
	if err != nil {
		return nil, err
	}
	var set []*descriptorpb.FileDescriptorProto
	add(&set, map[string]bool{}, files[0])
	return set, nil
}

func add(set *[]*descriptorpb.FileDescriptorProto, seen map[string]bool, f protoreflect.FileDescriptor) {
	if seen[f.Path()] {
		return
	}
	seen[f.Path()] = true
	for i := range f.Imports().Len() {
		add(set, seen, f.Imports().Get(i).FileDescriptor)
	}
	if result, ok := f.(linker.Result); ok {
		*set = append(*set, result.FileDescriptorProto())
	} else {
		*set = append(*set, protodesc.ToFileDescriptorProto(f))
	}
}
