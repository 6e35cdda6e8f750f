package workspace

import (
	"bytes"
	"context"
	"net/url"
	"path"
	"slices"
	"strconv"
	"strings"
)

// maxNames is how many base names are searched for. Where there are more, loading every document of
// the tree costs less than searching every file for each name.
const maxNames = 100

// candidates returns the OpenAPI documents of the tree that may lead to the files, sorted. It goes
// backwards: which files mention one of them by its base name, which files mention those, and so on
// up to documents. It may find too many; loading them tells.
func (c *choice) candidates(ctx context.Context, files []string) (documents []string) {
	rest := slices.DeleteFunc(slices.Clone(c.tree.Paths()), func(name string) bool { return !isData(name) })
	for len(files) > 0 && ctx.Err() == nil {
		kinds := c.mentions(ctx, rest, baseNames(files))
		var unmentioned []string
		files = nil
		for i, name := range rest {
			switch kinds[i] {
			case document:
				documents = append(documents, name)
			case fragment:
				files = append(files, name)
			default:
				unmentioned = append(unmentioned, name)
			}
		}
		rest = unmentioned
	}
	slices.Sort(documents)
	return documents
}

// mentions returns for each file whether it mentions one of the names: document or fragment if it
// does, else other.
func (c *choice) mentions(ctx context.Context, files []string, names [][]byte) []kind {
	kinds := make([]kind, len(files))
	parallel(len(files), func(i int) {
		if ctx.Err() != nil {
			return
		}
		content, err := c.tree.read(files[i])
		if err == nil && (len(names) > maxNames || containsAny(content, names)) {
			kinds[i] = c.role(files[i], content)
		}
	})
	return kinds
}

// role is document for roots; anything else that is referred from may be a fragment.
func (c *choice) role(name string, content []byte) kind {
	if c.wanted.IsRoot != nil && c.wanted.IsRoot(name) || kindOf(content, false) == document {
		return document
	}
	return fragment
}

// baseNames returns the base names of the files as references may spell them, each once.
func baseNames(files []string) (names [][]byte) {
	var spelled []string
	for _, name := range files {
		base := path.Base(name)
		ascii := strings.Trim(strconv.QuoteToASCII(base), `"`) // as JSON writers escape it
		spelled = append(spelled, base, url.PathEscape(base), ascii)
	}
	slices.Sort(spelled)
	for _, name := range slices.Compact(spelled) {
		names = append(names, []byte(name))
	}
	return names
}

func containsAny(content []byte, names [][]byte) bool {
	return slices.ContainsFunc(names, func(name []byte) bool { return bytes.Contains(content, name) })
}
