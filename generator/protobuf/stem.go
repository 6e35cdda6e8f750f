package protobuf

import (
	"go/build"
	"io"
	"path"
	"strconv"
	"strings"

	"google.golang.org/protobuf/types/descriptorpb"
)

// stems returns what the names of the Go files begin with that are generated from files of one
// package: as these are called, unless two would be one, or the go command reads something into it.
func stems(files []*descriptorpb.FileDescriptorProto) map[string]string {
	stems, taken := map[string]string{}, map[string]bool{}
	for _, f := range files {
		whole := strings.TrimSuffix(f.GetName(), ".proto")
		stem := goStem(path.Base(whole))
		if taken[strings.ToLower(stem)] {
			stem = goStem(whole)
		}
		for n, first := 2, stem; taken[strings.ToLower(stem)]; n++ {
			stem = first + strconv.Itoa(n)
		}
		stems[f.GetName()], taken[strings.ToLower(stem)] = stem, true
	}
	return stems
}

// goStem makes a name that every system can hold, and that leaves the file to be built everywhere:
// x_linux.pb.go would be for one system only, _x.pb.go for none.
func goStem(text string) string {
	stem := strings.Map(func(r rune) rune {
		if r == '-' || r == '.' || r >= '0' && r <= '9' || r >= 'A' && r <= 'Z' || r >= 'a' && r <= 'z' {
			return r
		}
		return '_'
	}, text)
	if stem == "" || stem[0] == '_' || stem[0] == '.' {
		stem = "x" + stem
	}
	everywhere := build.Context{GOOS: "none", GOARCH: "none", OpenFile: func(string) (io.ReadCloser, error) {
		return io.NopCloser(strings.NewReader("package x\n")), nil
	}}
	if match, err := everywhere.MatchFile("", stem+".pb.go"); err != nil || !match {
		before, after, dotted := strings.Cut(stem, ".")
		if stem = before + "_proto"; dotted {
			stem += "." + after
		}
	}
	return stem
}
