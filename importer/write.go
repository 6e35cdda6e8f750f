package importer

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
)

// write prints the configuration. Whatever comes from the file that was read stands in quotes or in
// comments of one line, so that nothing in it can become a key of ours.
func (t *translation) write() []byte {
	var b bytes.Buffer
	fmt.Fprintf(&b, "# Written by bylaw init --from %s: what that checks, and nothing else.\n", comment(t.file))
	b.WriteString("version: 1\n\n# [recommended] adds what bylaw finds besides; bylaw lint --preset recommended shows it.\npresets: []\n")
	t.writeRules(&b)
	t.writeScopes(&b)
	list(&b, "\nexclude:", t.exclude)
	if len(t.imports) > 0 {
		b.WriteString("\nproto:")
		list(&b, "\n  import_paths:", t.imports)
	}
	if len(t.roots) > 0 {
		b.WriteString("\nopenapi:")
		list(&b, "\n  roots:", t.roots)
	}
	for _, section := range t.after {
		b.WriteString("\n" + section + "\n")
	}
	return b.Bytes()
}

func (t *translation) writeRules(b *bytes.Buffer) {
	if len(t.rules) == 0 {
		return
	}
	b.WriteString("\nrules:\n")
	for _, id := range slices.Sorted(maps.Keys(t.rules)) {
		o := t.rules[id]
		says := o.severity
		if len(o.options) > 0 {
			says = fmt.Sprintf("{severity: %s, options: %s}", o.severity, flow(o.options))
		}
		fmt.Fprintf(b, "  %s: %s # %s\n", id, says, comment(few(slices.Compact(o.theirs))))
	}
}

// few names the first of them, and how many more there are.
func few(theirs []string) string {
	const shown = 3
	if len(theirs) <= shown {
		return strings.Join(theirs, ", ")
	}
	return fmt.Sprintf("%s and %d more", strings.Join(theirs[:shown], ", "), len(theirs)-shown)
}

// flow writes options as YAML in one line; JSON is that.
func flow(options map[string]json.RawMessage) string {
	var parts []string
	for _, name := range slices.Sorted(maps.Keys(options)) {
		parts = append(parts, name+": "+string(options[name]))
	}
	return "{" + strings.Join(parts, ", ") + "}"
}

func (t *translation) writeScopes(b *bytes.Buffer) {
	header := "\noverrides:\n"
	for _, s := range t.scopes {
		off := t.offIn(s)
		if len(off) == 0 || len(s.paths) == 0 {
			continue
		}
		b.WriteString(header)
		header = ""
		fmt.Fprintf(b, "  - paths: [%s]\n    rules:\n", quoted(s.paths))
		for _, id := range off {
			fmt.Fprintf(b, "      %s: \"off\"\n", id)
		}
	}
}

func quoted(texts []string) string {
	var all []string
	for _, text := range texts {
		all = append(all, strconv.Quote(text))
	}
	return strings.Join(all, ", ")
}

func list(b *bytes.Buffer, key string, texts []string) {
	if len(texts) > 0 {
		fmt.Fprintf(b, "%s [%s]\n", key, quoted(slices.Compact(texts)))
	}
}

// comment makes text fit for a comment: of one line, without control characters.
func comment(text string) string {
	return strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f || r == 0x85 || r == 0x2028 || r == 0x2029 {
			return ' '
		}
		return r
	}, text)
}
