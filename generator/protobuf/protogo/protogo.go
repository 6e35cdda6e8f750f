// Package protogo runs protoc-gen-go's own code in process, so that messages are generated as everyone
// generates them, without protoc. It must not know what else is generated beside them.
package protogo

import (
	"fmt"

	"google.golang.org/protobuf/cmd/protoc-gen-go/internal_gengo"
	"google.golang.org/protobuf/compiler/protogen"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/types/descriptorpb"
	"google.golang.org/protobuf/types/pluginpb"
)

// Request is what is to be generated.
type Request struct {
	Files    []*descriptorpb.FileDescriptorProto // with all that they import, dependencies first
	Generate []string                            // paths of those of them that Go is wanted for
	Packages map[string]string                   // paths to Go import paths, where go_package is not to decide
	Levels   map[string]string                   // paths to API_OPEN, API_HYBRID or API_OPAQUE, where the file's features are not to decide
}

// Plugin names everything that is declared in the files as Go does.
func Plugin(r Request) (*protogen.Plugin, error) {
	parameter := "paths=source_relative"
	for _, f := range r.Files {
		if path, ok := r.Packages[f.GetName()]; ok {
			parameter += ",M" + f.GetName() + "=" + path
		}
		if level, ok := r.Levels[f.GetName()]; ok {
			parameter += ",apilevelM" + f.GetName() + "=" + level
		}
	}
	return protogen.Options{}.New(&pluginpb.CodeGeneratorRequest{
		FileToGenerate: r.Generate, Parameter: proto.String(parameter), ProtoFile: r.Files,
	})
}

// Messages returns the .pb.go files, by their slash-separated paths.
func Messages(p *protogen.Plugin) (map[string]string, error) {
	p.SupportedFeatures = internal_gengo.SupportedFeatures
	p.SupportedEditionsMinimum = internal_gengo.SupportedEditionsMinimum
	p.SupportedEditionsMaximum = internal_gengo.SupportedEditionsMaximum
	for _, f := range p.Files {
		if f.Generate {
			internal_gengo.GenerateFile(p, f)
		}
	}
	response := p.Response()
	if response.Error != nil {
		return nil, fmt.Errorf("generating Go messages: %s", response.GetError())
	}
	out := map[string]string{}
	for _, f := range response.GetFile() {
		out[f.GetName()] = f.GetContent()
	}
	return out, nil
}
