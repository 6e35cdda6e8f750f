package report

// The IDs of the tool's own diagnostics: what it says about input that it cannot read, or that it
// can read only in part, and about what its configuration, its suppressions and versions promise. They stand in Finding.Rule where a rule's ID would.
const (
	Syntax                    = "syntax"
	Unreadable                = "unreadable"
	FileTooLarge              = "file-too-large"
	NotASpec                  = "not-a-spec"
	NotUTF8                   = "not-utf8"
	DuplicateKey              = "duplicate-key"
	EmptyFile                 = "empty-file"
	TooDeep                   = "too-deep"
	MultipleDocuments         = "multiple-documents"
	AliasExpansion            = "alias-expansion"
	UnresolvedReference       = "unresolved-reference"
	RemoteReference           = "remote-reference"
	ReferenceOutsideWorkspace = "reference-outside-workspace"
	ReferenceCycle            = "reference-cycle"
	UnsupportedVersion        = "unsupported-version"
	Swagger2                  = "swagger-2"
	MissingImport             = "missing-import"
	DuplicateSymbol           = "duplicate-symbol"
	UnsupportedEdition        = "unsupported-edition"
	MissingSyntax             = "missing-syntax"
	ImportCycle               = "import-cycle"
	CompileError              = "compile-error"
	RegistryModule            = "registry-module"
	InvalidStructure          = "invalid-structure"
	TooManyReferences         = "too-many-references"
	Internal                  = "internal"

	Config               = "config"
	RenamedRule          = "renamed-rule"
	MalformedSuppression = "malformed-suppression"
	ExpiredSuppression   = "expired-suppression"
	ExpiringSuppression  = "expiring-suppression"
	UnusedSuppression    = "unused-suppression"
	StaleBaseline        = "stale-baseline"

	VersionTooLow = "version-too-low"
)

// The IDs of what is said of a consumer contract as a file, whoever reads it.
const (
	contractLost        = "contract/lost"
	contractStructure   = "contract/structure"
	contractUnchecked   = "contract/unchecked"
	contractUnsupported = "contract/unsupported"
)

// Diagnostic explains one of the tool's own findings.
type Diagnostic struct {
	ID, Title string
	Severity  Severity
	Help      string // what it means and what to do: sentences of plain Markdown
}

// Diagnostics returns every diagnostic of the tool itself, sorted by ID. They are no rules: they
// can't be configured, for where one stands something was not checked, and silence would say that
// it was.
func Diagnostics() []Diagnostic {
	return []Diagnostic{
		{AliasExpansion, "YAML aliases cannot be expanded", Error,
			"An alias leads back to the value that it stands in, or aliases and merge keys (`<<`) stand for more values than " +
				"a file can reasonably mean; `null` is read in its place. Write the repeated part once under `components` and refer to it with `$ref`."},
		{CompileError, "the proto file does not compile", Error,
			"The file can be parsed, but breaks a rule of the protobuf language, so that protoc and every other compiler refuse it. " +
				"The rest of it is still checked."},
		{Config, "the configuration is malformed", Error,
			"`bylaw.yaml` says something that bylaw does not understand, so that what it was meant to do is not done. " +
				"`bylaw config schema` prints the JSON Schema that editors complete and check the file with. The exit code is 2."},
		{contractLost, "a part of the contract can't be written in that form", Warning,
			"Version 3 of the Pact specification has no way to say what the contract says there, so that the file that was written says less. " +
				"Write version 4, if those who read it know it."},
		{contractStructure, "the contract is not built as its format says", Error,
			"A part of the file is missing, or is of another kind than the Pact specification gives it, so that it can't be read. " +
				"The rest of the contract was still looked at. Contracts are best written by the library that records them."},
		{contractUnchecked, "the contract asks for something that can't be checked here", Warning,
			"A matcher has a pattern, a format or a path that nothing here can hold against a value, so that nothing is known of what it is about: " +
				"it neither holds nor fails."},
		{contractUnsupported, "the contract says something that is not known", Error,
			"The file names a version, a kind of interaction, a matcher or a generator that bylaw doesn't know. It is kept, but nothing can be held against it."},
		{DuplicateKey, "a key stands twice in one object", Error,
			"Readers disagree about which of the two counts: most take the last one, some the first, some refuse the file. " +
				"bylaw reads the last one. Delete one of them, or rename it."},
		{DuplicateSymbol, "a name is declared twice", Error,
			"Two files, or two places in one file, declare the same full name, so that no one can tell which is meant. " +
				"Rename one, or keep vendored copies out of the linted paths."},
		{EmptyFile, "the file says nothing", Error,
			"A file that is empty, or holds only comments, describes no API. Delete it, or exclude it in `bylaw.yaml`."},
		{ExpiredSuppression, "a suppression has expired", Warning,
			"The day named in `until=` has passed, so the suppression no longer hides anything. Mend what it hid, " +
				"or agree on a later day."},
		{ExpiringSuppression, "a suppression will soon expire", Info,
			"The day named in `until=` is at most 14 days ahead; after it, what the suppression hides is back. Mend that before, " +
				"or agree on a later day."},
		{FileTooLarge, "the file is larger than bylaw reads", Error,
			"A spec of more than 64 MiB (a .proto file: 16 MiB) is refused, so that a wrong path (a dump, an archive) cannot exhaust the machine. " +
				"Split the spec into files that refer to each other."},
		{ImportCycle, "proto files import each other", Error,
			"A file imports one that leads back to it, directly or through others. No compiler accepts that; move what both need " +
				"into a file that imports neither."},
		{Internal, "bylaw itself failed", Error,
			"A rule or a loader of bylaw broke on this input; the rest was still checked. Please report it with the smallest " +
				"spec that shows it. The exit code is 3."},
		{InvalidStructure, "a part of the document has the wrong form", Error,
			"The value is of another form than the OpenAPI or JSON Schema specification gives it (a list where an object belongs, " +
				"a parameter without a name), so that this part can't be read. The rest of the document was still checked."},
		{MalformedSuppression, "a suppression is malformed", Error,
			"A suppression reads `bylaw:ignore RULE[,RULE] [until=2027-03-01] [owner=team] -- reason` and stands directly above " +
				"what it covers, at the end of its line, or at the top of the file with a blank line below it. " +
				"A malformed one hides nothing."},
		{MissingImport, "an imported file was not found", Error,
			"The file is in none of the import roots. Correct the path, add its root with `--proto-path`, or vendor it."},
		{MissingSyntax, "the proto file does not say its syntax", Warning,
			"Without a `syntax` or `edition` line a file is read as proto2, which is seldom meant: presence and enums work differently there."},
		{MultipleDocuments, "a YAML file holds several documents", Error,
			"Only the first document of a YAML stream (up to the next `---`) is read: a contract is one document. " +
				"Move the others into files of their own."},
		{NotASpec, "a file that was named is no API spec", Info,
			"The file is neither a `.proto` file nor an OpenAPI document, and no OpenAPI document of the workspace refers to it with " +
				"`$ref`, so nothing in it was checked. If it should be a document, its first line is `openapi: 3.1.1`; if it should be part " +
				"of one, refer to it; otherwise leave it out of the command."},
		{NotUTF8, "the file is not text in UTF-8", Error,
			"Specs are read as UTF-8, as RFC 8259, YAML and proto demand. Convert the file: `iconv -f utf-16 -t utf-8 in > out`. " +
				"A file that is no text at all (an archive, an image) does not belong among the specs."},
		{ReferenceCycle, "a $ref leads back to itself", Error,
			"A chain of references that consists of nothing but references describes nothing. A schema may contain itself " +
				"through a property or through items, but not be itself."},
		{ReferenceOutsideWorkspace, "a $ref leaves the workspace", Error,
			"References are followed to files inside the workspace only, so that a spec cannot read what it should not. " +
				"Move the file into the repository, or start bylaw from a folder that holds both."},
		{RegistryModule, "a proto module comes from a registry", Error,
			"The imports of this workspace come from a module registry, and bylaw reads files only. " +
				"Export the module with the command that the finding names; the vendor folder is then found by itself."},
		{RemoteReference, "a $ref points at the network", Error,
			"bylaw reads nothing from the network unless it is told to, because a verdict would depend on another machine. " +
				"Copy the file beside the spec and refer to it by path, or allow it with `--allow-remote-refs`."},
		{RenamedRule, "a rule has been renamed", Warning,
			"The old name still works, and will go with a later major version. Write the new one."},
		{StaleBaseline, "the baseline holds back what is cured", Warning,
			"A line of `bylaw.baseline` stands for more findings than there are. Run `bylaw lint --write-baseline`, which takes out what is " +
				"cured, so that it can't come back unseen. A baseline never gets larger."},
		{Swagger2, "the document is Swagger 2.0", Error,
			"bylaw reads OpenAPI 3.0, 3.1 and 3.2. Convert the document: `npx swagger2openapi swagger.yaml -o openapi.yaml`."},
		{Syntax, "the file is malformed", Error,
			"The text breaks the grammar of its format at this place. What could be read was still checked."},
		{TooDeep, "values are nested too deeply", Error,
			"Values nested more than 10,000 levels deep (in .proto files: 500, messages 31) are not read: no contract needs them, " +
				"and most readers fail on them."},
		{TooManyReferences, "references multiply the document beyond what is read", Error,
			"Path items and the parameters beside paths stand for themselves at every place that refers to them. When that makes " +
				"more than 200,000 operations and parameters, the rest is left out. Split the contract."},
		{Unreadable, "a file could not be read", Error,
			"The operating system refused to read the file, or it is no regular file."},
		{UnresolvedReference, "a reference leads nowhere", Error,
			"Nothing stands at the place that the reference names. Correct it, or declare what it should lead to."},
		{UnsupportedEdition, "the edition of the proto file is not known", Error,
			"bylaw reads proto2, proto3 and edition 2023. A later edition may change what the same words mean, so it is not guessed at."},
		{UnsupportedVersion, "the version of the OpenAPI document is not known", Error,
			"bylaw reads OpenAPI 3.0, 3.1 and 3.2. A document of another version is not guessed at."},
		{UnusedSuppression, "a suppression hides nothing", Warning,
			"The rule that it names ran and found nothing here: what it excused has been mended, or it stands in the wrong place. " +
				"Delete it, before it hides a mistake that no one has made yet."},
		{VersionTooLow, "the version is smaller than the changes demand", Error,
			"`bylaw changelog --check-version` holds `info.version`, or the version at the end of a proto package, against what changed. " +
				"What breaks consumers demands a new major version (below 1.0 a minor one), what is new for them a minor one, and " +
				"everything else a patch (https://semver.org). A version that is larger than that is fine."},
	}
}
