package overlay

import (
	"errors"
	"fmt"
	"path"
	"regexp"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/bylaw-dev/bylaw/generator"
	"github.com/bylaw-dev/bylaw/internal/spelling"
)

// keys are what the manifest says, and what it says of a file.
var (
	keys     = []string{"version", "omit", "files"}
	fileKeys = []string{"path", "source", "owner", "when"}
)

// manifestVersion is the version of the manifest's form.
const manifestVersion = "1"

var yamlLine = regexp.MustCompile(`^yaml: line (\d+): `)

// parse reads the manifest.
func (s *Set) parse(content []byte) error {
	var document yaml.Node
	if err := yaml.Unmarshal(content, &document); err != nil {
		if at := yamlLine.FindStringSubmatch(err.Error()); at != nil {
			return fmt.Errorf("%s:%s: %s", path.Join(s.name, ManifestName), at[1], err.Error()[len(at[0]):])
		}
		return s.wrong(1, "%s", strings.TrimPrefix(err.Error(), "yaml: "))
	}
	if len(document.Content) == 0 {
		return s.wrong(1, "is empty: it says `version: 1` and lists files")
	}
	root := document.Content[0]
	values, err := s.mapping(root, keys)
	if err != nil {
		return err
	}
	if v := values["version"]; v == nil || v.Value != manifestVersion {
		return s.wrong(root.Line, "has to say `version: %s`, the form that this bylaw knows", manifestVersion)
	}
	return errors.Join(s.parseOmit(values["omit"]), s.parseFiles(values["files"]))
}

// mapping returns the values of a mapping by their keys.
func (s *Set) mapping(node *yaml.Node, known []string) (map[string]*yaml.Node, error) {
	if node.Kind != yaml.MappingNode {
		return nil, s.wrong(node.Line, "here should be a mapping of %s", strings.Join(known, ", "))
	}
	values := map[string]*yaml.Node{}
	for i := 0; i+1 < len(node.Content); i += 2 {
		key, value := node.Content[i], node.Content[i+1]
		if !slices.Contains(known, key.Value) {
			cure := "use " + strings.Join(known, ", ")
			if meant := spelling.Closest(key.Value, known); meant != "" {
				cure = "did you mean " + meant + "?"
			}
			return nil, s.wrong(key.Line, "unknown key %q: %s", key.Value, cure)
		}
		if values[key.Value] != nil {
			return nil, s.wrong(key.Line, "%s is said twice", key.Value)
		}
		values[key.Value] = value
	}
	return values, nil
}

// list returns the elements of a list; none if it isn't there.
func (s *Set) list(node *yaml.Node) ([]*yaml.Node, error) {
	switch {
	case node == nil:
		return nil, nil
	case node.Kind != yaml.SequenceNode:
		return nil, s.wrong(node.Line, "here should be a list")
	case len(node.Content) > mostFiles:
		return nil, s.wrong(node.Line, "the list has more than %d entries", mostFiles)
	}
	return node.Content, nil
}

// scalar returns a text; that of a key that isn't there is empty.
func (s *Set) scalar(node *yaml.Node) (text, error) {
	if node == nil {
		return text{}, nil
	}
	if node.Kind != yaml.ScalarNode {
		return text{}, s.wrong(node.Line, "here should be a text")
	}
	return text{node.Value, node.Line}, nil
}

func (s *Set) parseOmit(node *yaml.Node) error {
	list, err := s.list(node)
	for _, each := range list {
		o, err := s.scalar(each)
		if err != nil {
			return err
		}
		s.omit = append(s.omit, o)
	}
	return err
}

func (s *Set) parseFiles(node *yaml.Node) error {
	list, err := s.list(node)
	if err != nil {
		return err
	}
	for _, each := range list {
		e, err := s.parseFile(each)
		if err != nil {
			return err
		}
		s.files = append(s.files, e)
	}
	if len(s.files)+len(s.omit) == 0 {
		return s.wrong(1, "lists no files, so that it does nothing")
	}
	return nil
}

func (s *Set) parseFile(node *yaml.Node) (e entry, err error) {
	values, err := s.mapping(node, fileKeys)
	if err != nil {
		return e, err
	}
	e.at = node.Line
	for key, to := range map[string]*text{"path": &e.path, "source": &e.source, "when": &e.when} {
		said, err := s.scalar(values[key])
		if err != nil {
			return e, err
		}
		*to = said
	}
	if e.path.value == "" || e.source.value == "" {
		return e, s.wrong(e.at, "a file needs a path, where it gets to, and a source, the template that prints it")
	}
	e.owner, err = s.owner(values["owner"])
	return e, err
}

func (s *Set) owner(node *yaml.Node) (generator.Owner, error) {
	said, err := s.scalar(node)
	switch {
	case err != nil:
		return 0, err
	case node == nil, said.value == "kit":
		return generator.Kit, nil
	case said.value == "once":
		return generator.Once, nil
	}
	return 0, s.wrong(said.line, "owner can't be %q: use kit, for what upgrades bring up to date until somebody edits it, or once", said.value)
}
