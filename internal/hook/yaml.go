package hook

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"
)

// preCommit is the configuration of https://pre-commit.com, which installs bylaw by itself.
func preCommit(version string) File {
	return File{Path: ".pre-commit-config.yaml", insert: intoRepos, content: []string{
		"- repo: https://github.com/bylaw-dev/bylaw",
		"  rev: " + version,
		"  hooks:",
		"    - id: bylaw-lint",
		"    - id: bylaw-breaking",
	}}
}

func intoRepos(old, block []byte) ([]byte, error) {
	if text := strings.TrimSpace(string(old)); text == "" || text == "repos:" {
		return append([]byte("repos:\n"), indented(block, 2)...), nil
	}
	root, err := parse(old)
	if err != nil {
		return nil, err
	}
	repos := child(root, "repos")
	if repos == nil || repos.Kind != yaml.SequenceNode || repos.Style&yaml.FlowStyle != 0 || len(repos.Content) == 0 {
		return nil, errors.New("it has no list of repos over several lines")
	}
	first := lineOf(old, repos.Content[0].Line)
	return insert(old, block, repos, strings.IndexByte(first, '-'))
}

// lefthook is the configuration of https://lefthook.dev.
func lefthook() File {
	return File{Path: "lefthook.yml", insert: intoHooks, content: []string{
		"pre-commit:",
		"  commands:",
		"    bylaw:",
		`      glob: "*.{proto,yaml,yml,json}"`,
		"      run: " + Lint,
		"pre-push:",
		"  commands:",
		"    bylaw:",
		"      run: " + Breaking,
	}}
}

// intoHooks puts the hooks at the end, as long as none of them is there already.
func intoHooks(old, block []byte) ([]byte, error) {
	if len(bytes.TrimSpace(old)) == 0 {
		return block, nil
	}
	root, err := parse(old)
	if err != nil {
		return nil, err
	}
	for _, key := range []string{"pre-commit", "pre-push"} {
		if child(root, key) != nil {
			return nil, fmt.Errorf("it has a hook %s already", key)
		}
	}
	return insert(old, block, root, 0)
}

// parse returns the mapping that a file is.
func parse(content []byte) (*yaml.Node, error) {
	var document yaml.Node
	if err := yaml.Unmarshal(content, &document); err != nil {
		return nil, err
	}
	if len(document.Content) == 0 {
		return &yaml.Node{Kind: yaml.MappingNode}, nil
	}
	root := document.Content[0]
	if root.Kind != yaml.MappingNode || root.Style&yaml.FlowStyle != 0 {
		return nil, errors.New("it is no mapping over several lines")
	}
	return root, nil
}

func child(mapping *yaml.Node, key string) *yaml.Node {
	for i := 0; i+1 < len(mapping.Content); i += 2 {
		if mapping.Content[i].Value == key {
			return mapping.Content[i+1]
		}
	}
	return nil
}

// insert puts the lines behind a part of a file, and makes sure that they mean there what they should.
func insert(old, block []byte, behind *yaml.Node, indent int) ([]byte, error) {
	lines := slices.Collect(bytes.Lines(old))
	if last := len(lines) - 1; !bytes.HasSuffix(lines[last], []byte("\n")) {
		lines[last] = append(bytes.Clone(lines[last]), '\n')
	}
	at := lastLine(behind)
	for at < len(lines) && more(lines[at], indent) { // texts over several lines, and comments in them
		at++
	}
	lines = slices.Insert(lines, at, indented(block, indent))
	content := bytes.Join(lines, nil)
	if _, err := parse(content); err != nil {
		return nil, errors.New("its layout leaves no place for them")
	}
	return content, nil
}

// more reports whether a line goes on with what stands at the indentation.
func more(line []byte, indent int) bool {
	text := strings.TrimRight(string(line), " \t\r\n")
	return text != "" && len(text)-len(strings.TrimLeft(text, " ")) > indent
}

func lastLine(n *yaml.Node) int {
	last := n.Line
	for _, part := range n.Content {
		last = max(last, lastLine(part))
	}
	return last
}

func lineOf(content []byte, line int) string {
	return strings.Split(string(content), "\n")[line-1]
}

func indented(block []byte, by int) []byte {
	var out []byte
	for line := range bytes.Lines(block) {
		out = append(append(out, strings.Repeat(" ", by)...), line...)
	}
	return out
}
