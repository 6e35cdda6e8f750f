package sample

import (
	"bytes"
	"context"
	"encoding/json"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"buf.build/gen/go/bufbuild/protovalidate/protocolbuffers/go/buf/validate"
	"github.com/bufbuild/protocompile"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protodesc"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/reflect/protoregistry"
	"google.golang.org/protobuf/types/descriptorpb"

	"github.com/bylaw-dev/bylaw/internal/sharedtest"
)

const kitModule = "github.com/bylaw-dev/bylaw/templates/kit"

// judged is one sample that protovalidate and the run time's field behavior are asked about.
type judged struct{ Message, Method, JSON string }

// judge returns what is refused, a line each. It runs in a module with the versions of the kit.
func judge(t *testing.T, set *descriptorpb.FileDescriptorSet, samples []judged) []string {
	t.Helper()
	dir := t.TempDir()
	kit, err := filepath.Abs("../../../templates/kit")
	if err != nil {
		t.Fatal(err)
	}
	mod := strings.Replace(read(t, kit+"/go.mod"), "module "+kitModule, "module trial", 1)
	mod = strings.ReplaceAll(mod, "=> ../support", "=> "+filepath.Dir(kit)+"/support")
	write(t, dir+"/go.mod", []byte(mod+"\nrequire "+kitModule+" v0.0.0\n\nreplace "+kitModule+" => "+kit+"\n"))
	write(t, dir+"/go.sum", []byte(read(t, kit+"/go.sum")))
	write(t, dir+"/main.go", []byte(read(t, "testdata/judge.go.txt")))
	text, err := proto.Marshal(set)
	if err != nil {
		t.Fatal(err)
	}
	write(t, dir+"/set", text)
	var lines bytes.Buffer
	for _, s := range samples {
		line, err := json.Marshal(s)
		if err != nil {
			t.Fatal(err)
		}
		lines.Write(append(line, '\n'))
	}
	out := run(t, dir, &lines, "go", "run", ".", "set")
	return strings.FieldsFunc(out, func(c rune) bool { return c == '\n' })
}

func run(t *testing.T, dir string, in *bytes.Buffer, name string, arguments ...string) string {
	t.Helper()
	command := exec.Command(name, arguments...)
	command.Dir, command.Env = dir, append(os.Environ(), "GOFLAGS=-mod=mod", "GOWORK=off")
	if in != nil {
		command.Stdin = in
	}
	var out, errs bytes.Buffer
	command.Stdout, command.Stderr = &out, &errs
	if err := command.Run(); err != nil {
		t.Fatalf("%s: %v\n%.4000s", command, err, errs.String())
	}
	return out.String()
}

func read(t *testing.T, name string) string {
	t.Helper()
	text, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func write(t *testing.T, name string, text []byte) {
	t.Helper()
	if err := os.WriteFile(name, text, 0o644); err != nil {
		t.Fatal(err)
	}
}

func registry(t *testing.T, set *descriptorpb.FileDescriptorSet) *protoregistry.Files {
	t.Helper()
	files, err := protodesc.FileOptions{AllowUnresolvable: true}.NewFiles(set)
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// messages visits all messages of a set of files.
func messages(files *protoregistry.Files, visit func(protoreflect.MessageDescriptor)) {
	var each func(protoreflect.MessageDescriptors)
	each = func(all protoreflect.MessageDescriptors) {
		for i := range all.Len() {
			if m := all.Get(i); !m.IsMapEntry() {
				visit(m)
				each(m.Messages())
			}
		}
	}
	files.RangeFiles(func(f protoreflect.FileDescriptor) bool {
		each(f.Messages())
		return true
	})
}

const harnessVersion = "github.com/bufbuild/protovalidate/tools@v1.2.2"

// TestConformanceMessages has protovalidate judge samples of all messages of its conformance suite. Some of them
// are there because nothing is allowed, and rules in CEL may ask for anything.
func TestConformanceMessages(t *testing.T) {
	if os.Getenv("BYLAW_PROOF") != "1" {
		t.Skip("builds protovalidate's conformance suite: BYLAW_PROOF=1 runs it")
	}
	var module struct{ Dir string }
	if err := json.Unmarshal([]byte(run(t, t.TempDir(), nil, "go", "mod", "download", "-json", harnessVersion)), &module); err != nil {
		t.Fatal(err)
	}
	tools := t.TempDir()
	if err := os.CopyFS(tools, os.DirFS(module.Dir)); err != nil {
		t.Fatal(err)
	}
	if err := os.Mkdir(tools+"/protovalidate-conformance/dump", 0o755); err != nil {
		t.Fatal(err)
	}
	write(t, tools+"/protovalidate-conformance/dump/main.go", []byte(read(t, "../validate/testdata/dump.go.txt")))
	set := new(descriptorpb.FileDescriptorSet)
	if err := proto.Unmarshal([]byte(run(t, tools, nil, "go", "run", "./protovalidate-conformance/dump")), set); err != nil {
		t.Fatal(err)
	}
	files := registry(t, set)
	maker := New(files)
	var samples []judged
	unmade := 0
	messages(files, func(d protoreflect.MessageDescriptor) {
		if !strings.HasPrefix(string(d.FullName()), "buf.validate.conformance.cases.") {
			return
		}
		for _, make := range []func(protoreflect.MessageDescriptor) (protoreflect.ProtoMessage, error){
			func(d protoreflect.MessageDescriptor) (protoreflect.ProtoMessage, error) { return maker.Message(d) },
			func(d protoreflect.MessageDescriptor) (protoreflect.ProtoMessage, error) { return maker.Answer(d) },
		} {
			made, err := make(d)
			if err != nil {
				unmade++
				t.Logf("not made: %s: %v", d.FullName(), err)
				continue
			}
			text, err := maker.JSON(made)
			if err != nil {
				t.Errorf("%s: %v", d.FullName(), err)
			}
			samples = append(samples, judged{string(d.FullName()), "", text})
		}
	})
	wrong, own := 0, 0
	for _, line := range judge(t, set, samples) {
		name, reason, _ := strings.Cut(strings.TrimSpace(line), ": ")
		found, err := files.FindDescriptorByName(protoreflect.FullName(name))
		if err != nil {
			t.Fatal(err)
		}
		switch {
		case strings.HasPrefix(reason, "compilation error"), strings.HasSuffix(name, "Unsatisfiable"):
			wrong++
		case ownRules(found.(protoreflect.MessageDescriptor), map[protoreflect.FullName]bool{}):
			own++
		default:
			t.Error(line)
		}
	}
	t.Logf("%d samples, %d not made; refused: %d because no message is allowed, %d by rules that authors wrote in CEL", len(samples), unmade, wrong, own)
	if len(samples) < 1700 || unmade > 0 {
		t.Errorf("%d samples, %d not made", len(samples), unmade)
	}
}

// ownRules reports whether a message has rules that are not among the standard ones.
func ownRules(d protoreflect.MessageDescriptor, seen map[protoreflect.FullName]bool) bool {
	if seen[d.FullName()] {
		return false
	}
	seen[d.FullName()] = true
	if written(d) {
		return true
	}
	for i := range d.Fields().Len() {
		f := d.Fields().Get(i)
		if r := rulesOf(f); r != nil && inCEL(r) || f.Message() != nil && ownRules(f.Message(), seen) {
			return true
		}
	}
	return false
}

func inCEL(r *validate.FieldRules) bool {
	if len(r.GetCel())+len(r.GetCelExpression()) > 0 || r.GetRepeated().HasItems() && inCEL(r.GetRepeated().GetItems()) ||
		r.GetMap().HasKeys() && inCEL(r.GetMap().GetKeys()) || r.GetMap().HasValues() && inCEL(r.GetMap().GetValues()) {
		return true
	}
	own := false
	if x := typed(r); x != nil {
		own = len(x.GetUnknown()) > 0
		x.Range(func(f protoreflect.FieldDescriptor, _ protoreflect.Value) bool {
			own = own || f.IsExtension()
			return !own
		})
	}
	return own
}

// googleapis links all files of a folder of googleapis.
func googleapis(t *testing.T, folder string) *descriptorpb.FileDescriptorSet {
	t.Helper()
	root := filepath.Join(sharedtest.Corpus(t), "googleapis")
	var names []string
	err := filepath.WalkDir(filepath.Join(root, folder), func(path string, entry fs.DirEntry, err error) error {
		if err == nil && strings.HasSuffix(path, ".proto") {
			name, _ := filepath.Rel(root, path)
			names = append(names, filepath.ToSlash(name))
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	compiler := protocompile.Compiler{Resolver: protocompile.WithStandardImports(&protocompile.SourceResolver{ImportPaths: []string{root}})}
	linked, err := compiler.Compile(context.Background(), names...)
	if err != nil {
		t.Fatal(err)
	}
	set, seen := new(descriptorpb.FileDescriptorSet), map[string]bool{}
	var add func(protoreflect.FileDescriptor)
	add = func(f protoreflect.FileDescriptor) {
		if seen[f.Path()] {
			return
		}
		seen[f.Path()] = true
		for i := range f.Imports().Len() {
			add(f.Imports().Get(i).FileDescriptor)
		}
		set.File = append(set.File, protodesc.ToFileDescriptorProto(f))
	}
	for _, f := range linked {
		add(f)
	}
	text, err := proto.Marshal(set)
	if err != nil {
		t.Fatal(err)
	}
	fresh := new(descriptorpb.FileDescriptorSet) // whose options have the types of this program
	if err := proto.Unmarshal(text, fresh); err != nil {
		t.Fatal(err)
	}
	return fresh
}

// TestGoogleapis makes a request and an answer for each method of packages of many kinds, and holds the requests to
// the field behavior that they declare.
func TestGoogleapis(t *testing.T) {
	if testing.Short() {
		t.Skip("builds a module")
	}
	var samples []judged
	set := googleapis(t, "google/cloud/run/v2")
	for _, folder := range []string{"google/pubsub/v1", "google/spanner", "google/bigtable", "google/storage/v2", "google/firestore/v1", "google/cloud/kms/v1", "google/logging/v2", "google/cloud/speech/v2", "google/example"} {
		for _, f := range googleapis(t, folder).GetFile() {
			if !holds(set, f) {
				set.File = append(set.File, f)
			}
		}
	}
	files := registry(t, set)
	maker := New(files)
	methods, unmade := 0, 0
	files.RangeFiles(func(f protoreflect.FileDescriptor) bool {
		for i := range f.Services().Len() {
			for j := range f.Services().Get(i).Methods().Len() {
				method := f.Services().Get(i).Methods().Get(j)
				methods++
				made, err := maker.Request(method)
				if err == nil {
					var text string
					if text, err = maker.JSON(made); err == nil {
						samples = append(samples, judged{string(method.Input().FullName()), string(method.FullName()), text})
						if os.Getenv("BYLAW_SHOW") != "" {
							t.Logf("%s %.300s", method.FullName(), text)
						}
					}
				}
				if err != nil {
					unmade++
					t.Logf("no request for %s: %v", method.FullName(), err)
				}
				made, err = maker.Answer(method.Output())
				if err == nil {
					_, err = maker.JSON(made)
				}
				if err != nil {
					unmade++
					t.Logf("no answer for %s: %v", method.FullName(), err)
				}
			}
		}
		return true
	})
	refused := judge(t, set, samples)
	for _, line := range refused {
		t.Error(line)
	}
	t.Logf("%d methods, %d samples not made, %d requests refused", methods, unmade, len(refused))
	if methods < 100 || unmade > 0 {
		t.Errorf("%d methods, %d samples not made", methods, unmade)
	}
}

func holds(set *descriptorpb.FileDescriptorSet, f *descriptorpb.FileDescriptorProto) bool {
	for _, other := range set.GetFile() {
		if other.GetName() == f.GetName() {
			return true
		}
	}
	return false
}
