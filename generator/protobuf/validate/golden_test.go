package validate

import (
	"context"
	"maps"
	"os"
	"path"
	"slices"
	"strings"
	"testing"

	"buf.build/gen/go/bufbuild/protovalidate/protocolbuffers/go/buf/validate"
	"github.com/bufbuild/protocompile"
	"github.com/bufbuild/protocompile/linker"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protodesc"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/types/descriptorpb"

	"github.com/bylaw-dev/bylaw/report"
)

// parsed links a .proto file of testdata and returns it with all that it imports.
func parsed(t *testing.T, name string) *descriptorpb.FileDescriptorSet {
	t.Helper()
	compiler := protocompile.Compiler{Resolver: protocompile.WithStandardImports(protocompile.CompositeResolver{
		&protocompile.SourceResolver{ImportPaths: []string{"testdata"}},
		protocompile.ResolverFunc(func(path string) (protocompile.SearchResult, error) {
			if path != "buf/validate/validate.proto" {
				return protocompile.SearchResult{}, os.ErrNotExist
			}
			return protocompile.SearchResult{Desc: validate.File_buf_validate_validate_proto}, nil
		}),
	})}
	files, err := compiler.Compile(context.Background(), name)
	if err != nil {
		t.Fatal(err)
	}
	set, seen := new(descriptorpb.FileDescriptorSet), map[string]bool{}
	add(t, set, seen, files[0])
	return set
}

// add puts a file behind its imports. Options are read anew, so that they have the types of this program.
func add(t *testing.T, set *descriptorpb.FileDescriptorSet, seen map[string]bool, f protoreflect.FileDescriptor) {
	t.Helper()
	if seen[f.Path()] {
		return
	}
	seen[f.Path()] = true
	for i := range f.Imports().Len() {
		add(t, set, seen, f.Imports().Get(i).FileDescriptor)
	}
	form := protodesc.ToFileDescriptorProto(f)
	if result, ok := f.(linker.Result); ok {
		form = result.FileDescriptorProto()
	}
	text, err := proto.Marshal(form)
	if err != nil {
		t.Fatal(err)
	}
	fresh := new(descriptorpb.FileDescriptorProto)
	if err := proto.Unmarshal(text, fresh); err != nil {
		t.Fatal(err)
	}
	set.File = append(set.File, fresh)
}

// TestGolden compares what is generated with what has been read.
func TestGolden(t *testing.T) {
	for _, name := range []string{"shop.proto", "left.proto"} {
		t.Run(name, func(t *testing.T) {
			files, findings := generate(t, parsed(t, name))
			got := files[strings.TrimSuffix(name, ".proto")+".rules.go"]
			for _, f := range findings {
				if !slices.ContainsFunc(Diagnostics(), func(d report.Diagnostic) bool { return d.ID == f.Rule && d.Severity == f.Severity }) {
					t.Errorf("nothing explains %s", f.Rule)
				}
				got += "\n// " + f.Severity.String() + " " + string(f.Element) + ": " + f.Message
			}
			golden := path.Join("testdata", name+".golden")
			if os.Getenv("BYLAW_BLESS") != "" {
				write(t, ".", golden, got)
			}
			if want := read(t, golden); got != want {
				t.Errorf("%s is not what was read: BYLAW_BLESS=1 renews it\n%s", golden, got)
			}
		})
	}
}

// TestOtherAPIs compiles the rules of messages of the hybrid and the opaque API, whose fields only methods read,
// and leaves as little of them to the run time as those of the open one. The conformance suite decides what they say.
func TestOtherAPIs(t *testing.T) {
	if testing.Short() {
		t.Skip("builds modules")
	}
	_, open := generate(t, parsed(t, "shop.proto"))
	for _, level := range []string{"API_HYBRID", "API_OPAQUE"} {
		files, findings := generateAt(t, parsed(t, "shop.proto"), level)
		if len(findings) != len(open) {
			t.Errorf("%s: %d findings, want %d", level, len(findings), len(open))
		}
		if rules := files["shop.rules.go"]; strings.Contains(rules, "x.Id") || !strings.Contains(rules, "x.GetId()") || !strings.Contains(rules, "x.HasPayment()") {
			t.Errorf("%s reads fields:\n%s", level, rules)
		}
		dir := trialModule(t, files)
		run(t, dir, "go", "vet", "./gen")
		run(t, dir, "go", "vet", "-tags", "protoopaque", "./gen")
	}
}

// TestSameBytes lowers the same twice.
func TestSameBytes(t *testing.T) {
	set := parsed(t, "shop.proto")
	first, _ := generate(t, set)
	second, _ := generate(t, set)
	if !maps.Equal(first, second) {
		t.Error("the same descriptors gave other files")
	}
}

// TestVerdicts runs what is generated, without the run time.
func TestVerdicts(t *testing.T) {
	if testing.Short() {
		t.Skip("builds a module")
	}
	files, _ := generate(t, parsed(t, "shop.proto"))
	dir := trialModule(t, files)
	write(t, dir, "gen/verdicts_test.go", read(t, "testdata/verdicts.go.txt"))
	t.Log(run(t, dir, "go", "test", "./gen"))
}
