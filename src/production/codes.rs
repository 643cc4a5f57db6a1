//! All codes of findings about making documents.

use crate::diagnostics::codes;

codes! {
    ANSWER_DERIVABLE: error "answer-derivable" {
        text: "an answer of one municipality could be derived by others",
        meaning: "
            After everything was withheld that the level of protection asks for, a reader could
            still work out what a single municipality answered. This should never happen, so
            nothing is made.
        ",
        example: Situation,
        wrong: "
            error[answer-derivable]: question `week` in wave 2023: that `ja` was chosen by Zwolle
            could be derived by Kampen from national, province:PV23
        ",
        right: "
            The same material at a stricter level of protection.
        ",
        help: "Choose a stricter level, and report this to whoever maintains the program.",
    }
    ALREADY_DERIVABLE: warning "already-derivable" {
        text: "an answer of one municipality follows from what was published",
        meaning: "
            From the published editions, and from what municipalities under `made_public`
            published themselves, a reader can work out what a single municipality answered. That
            can't be undone. The finding says whose answers it is, so that you can tell them.
        ",
        example: Situation,
        wrong: "
            made_public: (twenty municipalities, after the edition was published)
        ",
        right: "
            published_share: 10         (before the edition is published)
        ",
        help: "Tell these municipalities.",
    }
    EDITION_FROZEN: error "edition-frozen" {
        text: "a published figure would change, or can't be found again",
        meaning: "
            An edition was published. Whoever subtracts two editions reads the answers in which
            they differ. So a published figure stays as it is. It can't stay when answers under it
            were corrected or came late, or when a question, row or option got another id.
            Meanwhile a file of corrections says what was told, and the next report lists it.
        ",
        example: Situation,
        wrong: "
            After publication one municipality corrects its answer to one question.
        ",
        right: "
            The answers and ids of the published edition are kept.
        ",
        help: "Keep the published answers and ids; leave late answers out.",
    }
    EDITION_LEVEL: error "edition-level" {
        text: "the newest edition was published at another level of protection",
        meaning: "
            The same answers at two levels give more away than each by itself. So the level can't
            change between two editions of one wave.
        ",
        example: Situation,
        wrong: "
            protection: { level: streng }     (the published edition of this wave: normaal)
        ",
        right: "
            protection: { level: normaal }
        ",
        help: "Write the level of the published edition until the next wave.",
    }
    MADE_PUBLIC_NOT_PRESENT: warning "made-public-not-present" {
        text: "a municipality that published its answers did not take part",
        meaning: "
            The list `made_public` names a municipality that took part in none of the waves.
            Perhaps another one was meant, whose answers then count as unknown.
        ",
        example: Situation,
        wrong: "
            made_public: [Amsterdam]                (which did not take part)
        ",
        right: "
            made_public: [Amstelveen]
        ",
        help: "Write the municipality that was meant, or remove it.",
    }
    EDITION_NOT_READ: error "edition-not-read" {
        text: "the copy of a published edition can't be read",
        meaning: "
            `published` names the copy of the output folder that was kept when the edition was
            published. Its file `openbaar/cijfers.json` is missing, or isn't the file that
            `manifest.json` names.
        ",
        example: Situation,
        wrong: "
            published: gepubliceerd/2022            (holds only the PDF of the report)
        ",
        right: "
            published: gepubliceerd/2022            (holds openbaar, gemeenten, bureau and
                                                     manifest.json)
        ",
        help: "Copy the whole output folder when you publish, and name that copy.",
    }
    EDITION_KEPT: warning "edition-kept" {
        text: "documents of a published edition stay as they were published",
        meaning: "
            This edition was published, and its answers did not change. Its documents are taken
            from the copy that `published` names. Since then something else changed that they
            would show: a date, a label, a text, a template, or the program itself. None of that
            is in them.
        ",
        example: Situation,
        wrong: "
            After publication a label is mended, and `spiegel build --wave 2022` runs.
        ",
        right: "
            The mended label stands in the documents of the next edition.
        ",
        help: "
            Nothing has to be done. Only to publish the edition once more, in full: take away
            `published` of that wave, and keep a copy of the first edition elsewhere.
        ",
    }
    EDITION_REISSUED: warning "edition-reissued" {
        text: "a published edition is made anew",
        meaning: "
            Answers changed since this edition was published, and every figure that was shown then
            is still true of them. So all its documents are made anew, from the project as it is
            now.
        ",
        example: Situation,
        wrong: "
            A municipality corrected an answer of which only withheld totals or ranges tell.
        ",
        right: "
            The documents are published again, and their copy takes the place of the first one.
        ",
        help: "
            Publish the documents again, keep a copy, and name that copy under `published`.
        ",
    }
    DOCUMENTS_REMOVED: note "documents-removed" {
        text: "documents of an earlier build are no longer made, and were removed",
        meaning: "
            A build removes what an earlier one made and it does not make any more: the documents
            of a municipality that no longer answered, or took its answers back.
        ",
        example: Situation,
        wrong: "
            The answers of a municipality were taken out by mistake.
        ",
        right: "
            A municipality withdrew, and its documents are gone.
        ",
        help: "If they should be there, put the answers back, and build again.",
    }
    CORRECTION_NOT_READ: error "correction-not-read" {
        text: "a line of the file of corrections can't be understood",
        meaning: "
            The file that `corrections` names has one line for everything that was told about a
            published edition. The next report prints these lines, so each must be whole.
        ",
        example: Situation,
        wrong: "
            datum;gemeente;meting;soort;wat;waarom
            14-2-2024;Zwolle;2023;corectie;Een antwoord bij de vraag over vrijwilligers is gewijzigd.;
        ",
        right: "
            datum;gemeente;meting;soort;wat;waarom
            2024-02-14;Zwolle;2023;correctie;Een antwoord bij de vraag over vrijwilligers is gewijzigd.;De gemeente las de vraag anders.
        ",
        help: "
            The columns are `datum`, `gemeente`, `meting`, `soort` (`nagekomen`, `correctie` or
            `intrekking`), `wat` and `waarom`.
        ",
    }
    CORRECTION_NEEDLESS: warning "correction-needless" {
        text: "a correction of an edition that was not published",
        meaning: "
            Until an edition is published its answers may change as they like. Only afterwards
            they are frozen, and corrections are kept in a file.
        ",
        example: Situation,
        wrong: "
            A line about 2023 in the file of corrections, while wave 2023 has no `published`.
        ",
        right: "
            The answer itself is corrected in the file of answers.
        ",
        help: "Change the answers themselves, or name the published copy under `published`.",
    }
    FEW_UNPUBLISHED: warning "few-unpublished" {
        text: "hardly anyone in a group has not published its own answers",
        meaning: "
            Municipalities under `made_public` published their own answers. Who subtracts these
            from a total comes close to the answers of the few that are left.
        ",
        example: Situation,
        wrong: "
            Of the 14 municipalities of a province that answered, 11 published their factsheet.
        ",
        right: "
            A level at which the totals of this province are withheld.
        ",
        help: "Choose a stricter level of protection, or tell these municipalities.",
    }
    TEMPLATE_NOT_READ: error "template-not-read" {
        text: "a template of the project can't be read",
        meaning: "
            A file in the folder that `templates` names may not be read, or isn't text in UTF-8.
        ",
        example: Situation,
        wrong: "
            sjablonen/factsheet.typ saved as \"Western (Windows 1252)\"
        ",
        right: "
            sjablonen/factsheet.typ saved as \"UTF-8\"
        ",
        help: "Save the template as UTF-8, and check that you may read it.",
    }
    TEMPLATE_NOT_USED: warning "template-not-used" {
        text: "a template of the project that no document uses",
        meaning: "
            A template replaces the built-in one of the same name. There is none of this name,
            and no other template asks for it, so it changes nothing.
        ",
        example: Situation,
        wrong: "
            sjablonen/rapport.typ
        ",
        right: "
            sjablonen/landelijk-rapport.typ
        ",
        help: "Give it the name of the template that it should replace.",
    }
    WRONG_PAGE_COUNT: warning "wrong-page-count" {
        text: "a document has more pages than it should",
        meaning: "
            A factsheet and a summary for the council are one sheet of paper: two pages. This one
            runs over, because it has more or longer texts than fit.
        ",
        example: Situation,
        wrong: "
            Fifteen key questions, each with a long title.
        ",
        right: "
            Ten key questions with short titles.
        ",
        help: "Make fewer questions `key`, or shorten their texts.",
    }
    FILE_CHANGED: error "file-changed" {
        text: "a file that would be listed is no longer the file that was made",
        meaning: "
            The manifest, and the list of files to send, name documents with their hashes. A
            document that was changed or removed after it was made, or while the build ran, would
            be sent, or looked for, as something else than what was made.
        ",
        example: Situation,
        wrong: "
            A document is opened and saved again after the build.
        ",
        right: "
            The document is as it was made.
        ",
        help: "Make it again: `spiegel build` without `--only` and `--municipality` does.",
    }
    EARLIER_FILE_CHANGED: warning "earlier-file-changed" {
        text: "a file of an earlier build is no longer what was made",
        meaning: "
            In the output folder stands, or stood, a file that an earlier build made and this one
            does not look at: of another edition, or of a kind that was not asked for. It was
            changed or removed afterwards.
        ",
        example: Situation,
        wrong: "
            landelijk-rapport-2022.pdf is moved away, and `spiegel build` makes edition 2023.
        ",
        right: "
            It still stands there as it was made.
        ",
        help: "Put the file back as it was, or make it again: `spiegel build --wave 2022`.",
    }
    BUILD_TAKEN_BACK: note "build-taken-back" {
        text: "an earlier build was broken off, and has been taken back",
        meaning: "
            A build was killed, or the machine stopped, while it put new documents in their
            places. What it replaced had been kept beside them. All of that stands in its place
            again, as it did before that build.
        ",
        example: Situation,
        wrong: "
            The power fails in the last second of a build.
        ",
        right: "
            The build comes to its end, or is stopped with Ctrl-C.
        ",
        help: "Nothing is lost: run `spiegel build` again.",
    }
    MANIFEST_LOST: error "manifest-lost" {
        text: "the output folder has no manifest that tells which files are ours",
        meaning: "
            `manifest.json` names every file that a build made. Without it no program can tell
            your own files from documents of an earlier build, or which of those are out of date.
            So nothing in the folder is touched.
        ",
        example: Situation,
        wrong: "
            out/manifest.json was removed, and out/gemeenten still holds the documents.
        ",
        right: "
            The manifest stands beside them, or the folder is empty.
        ",
        help: "
            Put `manifest.json` back from a copy, or move the whole folder away and build again,
            or choose another folder with `--output`.
        ",
    }
    OUTPUT_NOT_WRITTEN: error "output-not-written" {
        text: "a document can't be written",
        meaning: "
            The documents are made, but can't be put in the output folder: the disk is full, a
            document is open in another program, or you may not write there. The earlier build
            stays as it was.
        ",
        example: Situation,
        wrong: "
            landelijk-rapport-2023.pdf is open in a reader that locks it.
        ",
        right: "
            It is closed, and `spiegel build` is run again.
        ",
        help: "Close the documents, make room, or choose another folder with `--output`.",
    }
    OUTPUT_BUSY: error "output-busy" {
        text: "another build is writing to the same folder",
        meaning: "
            Two builds at once in one folder would mix their documents. So the second one stops.
        ",
        example: Situation,
        wrong: "
            `spiegel build enquete` in two windows
        ",
        right: "
            one of them with `--output` and another folder, or one after the other
        ",
        help: "Wait until the other build is done.",
    }
    OTHER_PROJECT: error "other-project" {
        text: "the output folder holds the documents of another survey",
        meaning: "
            A build removes documents that it no longer makes. In the folder of another survey it
            would remove all of them. A survey is known by the `id` of the project file, or
            without one by the title of the questionnaire.
        ",
        example: Situation,
        wrong: "
            spiegel build enquete-b --output out    (holds the documents of enquete-a)
        ",
        right: "
            spiegel build enquete-b --output out-b
        ",
        help: "
            Choose another folder with `--output`. When only the title of the survey was mended,
            write the earlier one under `id` in the project file: it stays as it is.
        ",
    }
}
