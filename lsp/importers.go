package lsp

import (
	"bytes"
	"context"
	"path"
	"slices"
	"strings"

	"github.com/bylaw-dev/bylaw/spec/source"
	"github.com/bylaw-dev/bylaw/spec/workspace"
)

// importing returns the files of other folders that seem to import one of the files.
func (j *job) importing(ctx context.Context, tree source.Tree, files []string) []string {
	others := slices.DeleteFunc(tree.Paths(), func(name string) bool {
		return !isProto(name) || slices.Contains(files, name) || !j.saved.chosen(name)
	})
	return workspace.Holding(ctx, tree, others, func(content []byte) bool { return imports(content, files) })
}

// imports reports whether a .proto file imports one of the files, whichever folder imports start from.
func imports(content []byte, files []string) bool {
	return slices.ContainsFunc(files, func(file string) bool {
		end := []byte(path.Base(file) + `"`)
		for rest := content; ; {
			at := bytes.Index(rest, end)
			if at < 0 {
				return false
			}
			written := string(rest[bytes.LastIndexByte(rest[:at], '"')+1 : at+len(end)-1])
			if file == written || strings.HasSuffix(file, "/"+written) {
				return true
			}
			rest = rest[at+len(end):]
		}
	})
}
