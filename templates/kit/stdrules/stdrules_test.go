package stdrules_test

import (
	"encoding/json"
	"errors"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"buf.build/gen/go/bufbuild/protovalidate/protocolbuffers/go/buf/validate"
	"buf.build/go/protovalidate"
	"google.golang.org/protobuf/encoding/prototext"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protodesc"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/reflect/protoregistry"
	"google.golang.org/protobuf/types/descriptorpb"
	"google.golang.org/protobuf/types/dynamicpb"
	"google.golang.org/protobuf/types/known/timestamppb"

	"github.com/bylaw-dev/bylaw/templates/kit/internal/shop"
	"github.com/bylaw-dev/bylaw/templates/kit/stdrules"
	"github.com/bylaw-dev/bylaw/templates/kit/valid"
)

// noon is when all rules are evaluated.
var noon = time.Date(2026, 6, 1, 12, 0, 0, 0, time.UTC)

// TestShop compares with protovalidate on the fixture's messages.
func TestShop(t *testing.T) { compare(t, shop.File_shop_proto.Messages(), 400) }

// TestConformance compares on the messages of protovalidate's conformance suite.
func TestConformance(t *testing.T) {
	if os.Getenv("BYLAW_PROOF") != "1" {
		t.Skip("builds protovalidate's conformance suite: BYLAW_PROOF=1 runs it")
	}
	files, err := protodesc.NewFiles(suite(t))
	if err != nil {
		t.Fatal(err)
	}
	files.RangeFilesByPackage("buf.validate.conformance.cases", func(f protoreflect.FileDescriptor) bool {
		t.Run(f.Path(), func(t *testing.T) { compare(t, f.Messages(), 200) })
		return true
	})
}

// suite dumps the descriptors of all conformance cases.
func suite(t *testing.T) *descriptorpb.FileDescriptorSet {
	t.Helper()
	var module struct{ Dir string }
	command := exec.Command("go", "mod", "download", "-json", "github.com/bufbuild/protovalidate/tools@v1.2.2")
	command.Dir = t.TempDir()
	out, err := command.Output()
	if err != nil || json.Unmarshal(out, &module) != nil {
		t.Fatalf("%v %s", err, out)
	}
	tools := t.TempDir()
	if err := os.CopyFS(tools, os.DirFS(module.Dir)); err != nil {
		t.Fatal(err)
	}
	program, err := os.ReadFile("../../../generator/protobuf/validate/testdata/dump.go.txt")
	if err != nil {
		t.Fatal(err)
	}
	dump := filepath.Join(tools, "protovalidate-conformance", "dump")
	if os.Mkdir(dump, 0o755) != nil || os.WriteFile(filepath.Join(dump, "main.go"), program, 0o644) != nil {
		t.Fatal("the program can't be written")
	}
	command = exec.Command("go", "run", "./protovalidate-conformance/dump")
	command.Dir = tools
	if out, err = command.Output(); err != nil {
		t.Fatal(err)
	}
	set := new(descriptorpb.FileDescriptorSet)
	if err := proto.Unmarshal(out, set); err != nil {
		t.Fatal(err)
	}
	return set
}

// compare holds random messages of all types against protovalidate; those of which rules are left out, only as far as
// that says nothing of them.
func compare(t *testing.T, messages protoreflect.MessageDescriptors, count int) {
	t.Helper()
	oracle, err := protovalidate.New(protovalidate.WithNowFunc(func() *timestamppb.Timestamp { return timestamppb.New(noon) }), protovalidate.WithExtensionTypeResolver(protoregistry.GlobalTypes))
	if err != nil {
		t.Fatal(err)
	}
	checker := valid.NewChecker(new(stdrules.Runtime), func() time.Time { return noon })
	good, bad, left := 0, 0, 0
	for i := range messages.Len() {
		d := messages.Get(i)
		if d.IsMapEntry() {
			continue
		}
		if len(stdrules.LeftOut(d)) > 0 {
			left++
			continue
		}
		r := &random{rand.New(rand.NewPCG(1, uint64(i)))}
		for range count {
			m := dynamicpb.NewMessage(d)
			r.fill(m, 3)
			want, ok := outcome(oracle.Validate(m))
			if !ok {
				left++
				break
			}
			got, _ := outcome(checker.Check(m))
			if len(want) == 0 {
				good++
			} else {
				bad++
			}
			if !slices.Equal(got, want) {
				t.Errorf("%s %s\ngot  %q\nwant %q", d.FullName(), prototext.Format(m), got, want)
				break
			}
		}
		compare(t, d.Messages(), count/4)
	}
	if good+bad+left > 0 {
		t.Logf("%d messages valid, %d invalid; %d types with rules that are left out", good, bad, left)
	}
}

// outcome spells out all that an error says, in no order; false: the rules can't be evaluated.
func outcome(err error) (all []string, ok bool) {
	var violations []*validate.Violation
	var ours *valid.Error
	var theirs *protovalidate.ValidationError
	switch {
	case err == nil:
		return nil, true
	case errors.As(err, &ours):
		violations = ours.ToProto().GetViolations()
	case errors.As(err, &theirs):
		violations = theirs.ToProto().GetViolations()
	default:
		return []string{"error"}, errors.Is(err, valid.ErrNotUTF8) || !strings.Contains(err.Error(), "compil")
	}
	for _, one := range violations {
		text, err := proto.MarshalOptions{Deterministic: true}.Marshal(one)
		if err != nil {
			return nil, false
		}
		all = append(all, valid.Path(one.GetField())+" "+one.GetRuleId()+" "+one.GetMessage()+" "+string(text))
	}
	slices.Sort(all)
	return all, true
}

func TestLeftOut(t *testing.T) {
	for name, want := range map[string]string{
		"CancelOrderRequest": "shop.v1.CancelOrderRequest: expressions in CEL: reason_or_code",
		"Order":              "",
	} {
		got := ""
		for _, l := range stdrules.LeftOut(shop.File_shop_proto.Messages().ByName(protoreflect.Name(name))) {
			got += string(l.Element) + ": " + l.Why
		}
		if got != want {
			t.Errorf("%s: got %q, want %q", name, got, want)
		}
	}
}
